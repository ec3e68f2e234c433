package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.OutputFormat;
import io.tollgate.chat.Reasoning;
import io.tollgate.chat.Sampling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation as a request of the Responses API, which is asked to store nothing. */
final class ResponsesChatWriter {

    private static final int LEAST_TOKENS = 16;

    private final Destination to;

    ResponsesChatWriter(Destination to) {
        this.to = to;
    }

    ObjectNode write(ChatRequest chat) throws DialectException {
        ObjectNode body = Json.object().put("model", to.model());
        new ResponsesInputWriter(to).write(chat.messages(), body);
        OpenAiToolWriter.RESPONSES.write(body, chat);
        ArrayNode include = Json.array();
        sampling(body, chat.sampling(), include);
        if (chat.format() != null) {
            body.putObject("text").set("format", format(chat.format()));
        }
        reasoning(body, chat.reasoning(), include);
        if (chat.user() != null) {
            body.put("user", chat.user());
        }
        if (!chat.metadata().isEmpty()) {
            ObjectNode labels = body.putObject("metadata");
            chat.metadata().forEach(labels::put);
        }
        if (!include.isEmpty()) {
            body.set("include", include);
        }
        body.put("store", false);
        if (to.streamed()) {
            body.put("stream", true);
        }
        return body;
    }

    private void sampling(ObjectNode body, Sampling sampling, ArrayNode include) throws DialectException {
        if (sampling.choices() != null && sampling.choices() > 1) {
            throw Unconvertible.of("n", "A request for several answers");
        }
        boolean probabilities = Boolean.TRUE.equals(sampling.logprobs());
        if (probabilities) {
            include.add("message.output_text.logprobs");
        }
        body.setAll(Json.present(Json.object()
                .put("max_output_tokens", limit(sampling.maxTokens()))
                .put("temperature", sampling.temperature())
                .put("top_p", sampling.topP())
                .put("top_logprobs", probabilities ? sampling.topLogprobs() : null)));
        dropped("top_k", sampling.topK());
        dropped("seed", sampling.seed());
        dropped("presence_penalty", sampling.presencePenalty());
        dropped("frequency_penalty", sampling.frequencyPenalty());
        dropped("stop", sampling.stop().isEmpty() ? null : sampling.stop());
    }

    /** Chat completions allow less than the Responses API does. */
    private static @Nullable Integer limit(@Nullable Integer tokens) {
        return tokens == null ? null : (Integer) Math.max(LEAST_TOKENS, tokens);
    }

    private void dropped(String name, @Nullable Object value) {
        if (value != null) {
            to.losses().dropped(name);
        }
    }

    /** Models that do not reason refuse to be asked for the content of reasoning. */
    private static void reasoning(ObjectNode body, @Nullable Reasoning reasoning, ArrayNode include) {
        if (reasoning == null) {
            return;
        }
        ObjectNode node = Json.object();
        Reasoning.Effort effort = reasoning.inWords();
        if (effort != null) {
            node.put("effort", effort == Reasoning.Effort.MAX ? "xhigh" : effort.word());
        }
        if (!reasoning.isOff()) {
            include.add("reasoning.encrypted_content");
            if (Boolean.TRUE.equals(reasoning.shown())) {
                node.put("summary", "auto");
            }
        }
        if (!node.isEmpty()) {
            body.set("reasoning", node);
        }
    }

    private static ObjectNode format(OutputFormat format) {
        return switch (format) {
            case OutputFormat.Json() -> Json.object().put("type", "json_object");
            case OutputFormat.JsonSchema schema -> {
                ObjectNode node = Json.present(Json.object()
                        .put("type", "json_schema")
                        .put("name", schema.name())
                        .put("description", schema.description())
                        .put("strict", schema.strict()));
                node.set("schema", schema.schema());
                yield node;
            }
        };
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.OutputFormat;
import io.tollgate.chat.Reasoning;
import io.tollgate.chat.Sampling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation as a chat completions request. */
final class OpenAiChatWriter {

    private final Destination to;

    OpenAiChatWriter(Destination to) {
        this.to = to;
    }

    ObjectNode write(ChatRequest chat) throws DialectException {
        ObjectNode body = Json.object().put("model", to.model());
        body.set("messages", new OpenAiMessageWriter(to).write(chat.messages()));
        OpenAiToolWriter.CHAT.write(body, chat);
        sampling(body, chat.sampling());
        if (chat.format() != null) {
            body.set("response_format", format(chat.format()));
        }
        reasoning(body, chat.reasoning());
        if (chat.user() != null) {
            body.put("user", chat.user());
        }
        if (!chat.metadata().isEmpty()) {
            to.losses().dropped("metadata");
        }
        if (to.streamed()) {
            body.put("stream", true);
            if (!to.has(Quirk.NO_STREAM_OPTIONS)) {
                body.putObject("stream_options").put("include_usage", true);
            }
        }
        return body;
    }

    private void sampling(ObjectNode body, Sampling sampling) {
        if (sampling.maxTokens() != null) {
            body.put(to.has(Quirk.MAX_TOKENS) ? "max_tokens" : "max_completion_tokens", sampling.maxTokens());
        }
        body.setAll(Json.present(Json.object()
                .put("temperature", sampling.temperature())
                .put("top_p", sampling.topP())
                .put("seed", sampling.seed())
                .put("presence_penalty", sampling.presencePenalty())
                .put("frequency_penalty", sampling.frequencyPenalty())
                .put("n", sampling.choices())
                .put("logprobs", sampling.logprobs())
                .put("top_logprobs", sampling.topLogprobs())));
        if (sampling.topK() != null) {
            to.losses().dropped("top_k");
        }
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            sampling.stop().stream().limit(4).forEach(stop::add);
            if (sampling.stop().size() > 4) {
                to.losses().dropped("stop[4..]");
            }
        }
    }

    private void reasoning(ObjectNode body, @Nullable Reasoning reasoning) {
        Reasoning.Effort effort = reasoning == null ? null : reasoning.inWords();
        if (effort != null) {
            body.put("reasoning_effort", effort == Reasoning.Effort.MAX ? "xhigh" : effort.word());
        }
    }

    private ObjectNode format(OutputFormat format) {
        return switch (format) {
            case OutputFormat.Json() -> Json.object().put("type", "json_object");
            case OutputFormat.JsonSchema schema
            when to.has(Quirk.NO_JSON_SCHEMA) -> {
                to.losses().dropped("response_format.json_schema");
                yield Json.object().put("type", "json_object");
            }
            case OutputFormat.JsonSchema schema -> {
                ObjectNode node = Json.object().put("type", "json_schema");
                ObjectNode inner = node.putObject("json_schema");
                inner.setAll(Json.present(Json.object()
                        .put("name", schema.name())
                        .put("description", schema.description())
                        .put("strict", schema.strict())));
                inner.set("schema", schema.schema());
                yield node;
            }
        };
    }
}

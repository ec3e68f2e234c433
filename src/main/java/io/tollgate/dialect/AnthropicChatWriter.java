package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.OutputFormat;
import io.tollgate.chat.Sampling;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation as a messages request. */
final class AnthropicChatWriter {

    static final String JSON_ONLY = "Answer with one valid JSON object and nothing else.";
    private static final BigDecimal LEAST_TOP_P_OF_THINKING = new BigDecimal("0.95");
    private static final List<String> COUNTED =
            List.of("model", "system", "messages", "tools", "tool_choice", "thinking", "output_config");

    private final Destination to;

    AnthropicChatWriter(Destination to) {
        this.to = to;
    }

    /** What is asked when only tokens are counted. */
    ObjectNode writeCount(ChatRequest chat) throws DialectException {
        return write(chat).retain(COUNTED);
    }

    ObjectNode write(ChatRequest chat) throws DialectException {
        ObjectNode body = Json.object().put("model", to.model());
        conversation(body, chat);
        AnthropicToolWriter.write(body, chat);
        boolean thinks = new AnthropicReasoning(to).write(body, chat);
        sampling(body, chat.sampling(), thinks);
        if (chat.format() instanceof OutputFormat.JsonSchema schema) {
            format(body, schema);
        }
        if (chat.user() != null) {
            body.putObject("metadata").put("user_id", chat.user());
        }
        if (!chat.metadata().isEmpty()) {
            to.losses().dropped("metadata");
        }
        if (to.streamed()) {
            body.put("stream", true);
        }
        return body;
    }

    /** Instructions alone are the user's words. */
    private void conversation(ObjectNode body, ChatRequest chat) throws DialectException {
        AnthropicMessageWriter writer = new AnthropicMessageWriter(to);
        ArrayNode system = writer.system(chat.messages());
        ArrayNode turns = writer.turns(chat.messages());
        if (turns.isEmpty() && !system.isEmpty()) {
            turns.addObject().put("role", "user").set("content", plain(system));
            system = Json.array();
        }
        if (chat.format() instanceof OutputFormat.Json) {
            system.add(AnthropicMessageWriter.text(JSON_ONLY));
        }
        if (!system.isEmpty()) {
            body.set("system", plain(system));
        }
        body.set("messages", turns);
    }

    private static JsonNode plain(ArrayNode blocks) {
        JsonNode first = blocks.get(0);
        return blocks.size() == 1 && first.size() == 2 ? first.path("text") : blocks;
    }

    private static void format(ObjectNode body, OutputFormat.JsonSchema schema) {
        body.withObject("output_config")
                .putObject("format")
                .put("type", "json_schema")
                .set("schema", AnthropicSchema.closed(schema.schema()));
    }

    private void sampling(ObjectNode body, Sampling sampling, boolean thinks) throws DialectException {
        if (sampling.choices() != null && sampling.choices() > 1) {
            throw Unconvertible.of("n", "More than one answer");
        }
        words(body, sampling, thinks);
        ArrayNode stop = Json.array();
        for (String sequence : sampling.stop()) {
            if (sequence.isBlank()) {
                to.losses().dropped("stop"); // Anthropic takes none of white space
            } else {
                stop.add(sequence);
            }
        }
        if (!stop.isEmpty()) {
            body.set("stop_sequences", stop);
        }
        lose("seed", sampling.seed() != null);
        lose("presence_penalty", isSet(sampling.presencePenalty()));
        lose("frequency_penalty", isSet(sampling.frequencyPenalty()));
        lose("logprobs", Boolean.TRUE.equals(sampling.logprobs()));
        lose("top_logprobs", sampling.topLogprobs() != null && sampling.topLogprobs() > 0);
    }

    /** Who thinks takes one temperature only; who does not takes a temperature or {@code top_p}, not both. */
    void words(ObjectNode body, Sampling sampling, boolean thinks) {
        boolean fixed = thinks || new AnthropicModel(to.model()).isAdaptive();
        BigDecimal temperature = sampling.temperature();
        if (temperature != null && fixed) {
            lose("temperature", temperature.compareTo(BigDecimal.ONE) != 0);
        } else if (temperature != null) {
            lose("temperature", temperature.compareTo(BigDecimal.ONE) > 0);
            body.put("temperature", temperature.min(BigDecimal.ONE));
        }
        if (sampling.topP() != null) {
            if (takesTopP(sampling.topP(), body, thinks)) {
                body.put("top_p", sampling.topP());
            } else {
                lose("top_p", sampling.topP().compareTo(BigDecimal.ONE) != 0);
            }
        }
        if (sampling.topK() != null) {
            lose("top_k", fixed);
            if (!fixed) {
                body.put("top_k", sampling.topK());
            }
        }
    }

    private boolean takesTopP(BigDecimal topP, ObjectNode body, boolean thinks) {
        if (new AnthropicModel(to.model()).isAdaptive() || body.has("temperature")) {
            return false;
        }
        return !thinks || topP.compareTo(LEAST_TOP_P_OF_THINKING) >= 0;
    }

    private static boolean isSet(@Nullable BigDecimal penalty) {
        return Objects.requireNonNullElse(penalty, BigDecimal.ZERO).signum() != 0;
    }

    private void lose(String name, boolean lost) {
        if (lost) {
            to.losses().dropped(name);
        }
    }
}

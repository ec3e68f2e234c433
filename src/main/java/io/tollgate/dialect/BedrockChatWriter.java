package io.tollgate.dialect;

import io.tollgate.chat.ChatRequest;
import io.tollgate.chat.OutputFormat;
import io.tollgate.chat.Sampling;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a conversation as a request of the Converse API, whose path names the model. */
final class BedrockChatWriter {

    private final Destination to;

    BedrockChatWriter(Destination to) {
        this.to = to;
    }

    ObjectNode write(ChatRequest chat) throws DialectException {
        ObjectNode body = Json.object();
        conversation(body, chat);
        new BedrockInference(to).write(body, chat);
        new BedrockToolWriter(to).write(body, chat);
        if (chat.format() instanceof OutputFormat.JsonSchema schema) {
            format(body, schema);
        }
        losses(chat);
        return body;
    }

    /** Instructions alone are the user's words. */
    private void conversation(ObjectNode body, ChatRequest chat) throws DialectException {
        BedrockMessageWriter writer = new BedrockMessageWriter(to);
        ArrayNode system = writer.system(chat.messages());
        ArrayNode turns = writer.turns(chat.messages());
        if (turns.isEmpty() && !system.isEmpty()) {
            turns.addObject().put("role", "user").set("content", system);
            system = Json.array();
        }
        if (chat.format() instanceof OutputFormat.Json) {
            system.add(BedrockMessageWriter.text(AnthropicChatWriter.JSON_ONLY));
        }
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        body.set("messages", turns);
    }

    /** The schema goes as text. */
    private static void format(ObjectNode body, OutputFormat.JsonSchema schema) {
        ObjectNode text = body.putObject("outputConfig").putObject("textFormat").put("type", "json_schema");
        ObjectNode written = text.putObject("structure")
                .putObject("jsonSchema")
                .put("schema", Json.text(AnthropicSchema.closed(schema.schema())));
        if (!schema.name().isBlank()) {
            written.put("name", schema.name());
        }
        if (schema.description() != null && !schema.description().isBlank()) {
            written.put("description", schema.description());
        }
    }

    private void losses(ChatRequest chat) throws DialectException {
        Sampling sampling = chat.sampling();
        if (sampling.choices() != null && sampling.choices() > 1) {
            throw Unconvertible.of("n", "More than one answer");
        }
        lose("seed", sampling.seed() != null);
        lose("presence_penalty", isSet(sampling.presencePenalty()));
        lose("frequency_penalty", isSet(sampling.frequencyPenalty()));
        lose("logprobs", Boolean.TRUE.equals(sampling.logprobs()));
        lose("top_logprobs", sampling.topLogprobs() != null && sampling.topLogprobs() > 0);
        lose("user", chat.user() != null);
        lose("metadata", !chat.metadata().isEmpty());
    }

    private static boolean isSet(@Nullable BigDecimal penalty) {
        return penalty != null && penalty.signum() != 0;
    }

    private void lose(String name, boolean lost) {
        if (lost) {
            to.losses().dropped(name);
        }
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.Content;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a whole message. There is one answer, the first. */
final class AnthropicAnswerWriter {

    private AnthropicAnswerWriter() {}

    static ObjectNode write(ChatAnswer answer, String model) {
        ArrayNode blocks = Json.array();
        FinishReason finish = FinishReason.STOP;
        String stop = null;
        if (!answer.choices().isEmpty()) {
            List<Content> content = answer.choices().getFirst().content();
            content.forEach(part -> add(part, blocks));
            finish = answer.choices().getFirst().finish();
            stop = answer.choices().getFirst().stop();
            if (finish == FinishReason.STOP && content.stream().anyMatch(Content.Refusal.class::isInstance)) {
                finish = FinishReason.CONTENT_FILTER;
            }
        }
        return message(answer.id(), model, blocks, AnthropicFinish.word(finish), answer.usage())
                .put("stop_sequence", stop);
    }

    /** A message, whole or at its start. */
    static ObjectNode message(String id, String model, ArrayNode content, @Nullable String reason, Usage usage) {
        ObjectNode message = Json.object()
                .put("id", id.isEmpty() ? CallIds.fresh("msg_") : id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
        message.set("content", content);
        message.put("stop_reason", reason).putNull("stop_sequence");
        message.set("usage", AnthropicUsage.write(usage));
        return message;
    }

    private static void add(Content part, ArrayNode blocks) {
        switch (part) {
            case Content.Text(String text) -> text(text, blocks);
            case Content.Refusal(String text) -> text(text, blocks);
            case Content.Thinking thinking -> blocks.add(AnthropicThinking.forClient(thinking));
            case Content.ToolCall call -> {
                if (call.seal() != null) {
                    blocks.add(AnthropicThinking.ofCall(call.seal()));
                }
                blocks.add(AnthropicBlockWriter.answered(call.id(), call.name(), call.arguments()));
            }
            case Content.Opaque(String dialect, JsonNode block) -> {
                if (dialect.equals(AnthropicProviderDialect.NAME)) {
                    opaque(block, blocks);
                }
            }
            case Content.Image _, Content.Document _, Content.Audio _, Content.ToolResult _, Content.CachePoint _ -> {
                // no answer holds these
            }
        }
    }

    private static void text(String text, ArrayNode blocks) {
        if (!text.isEmpty()) {
            blocks.add(AnthropicMessageWriter.text(text));
        }
    }

    private static void opaque(JsonNode block, ArrayNode blocks) {
        JsonNode citation = AnthropicCitation.in(block);
        if (citation == null) {
            blocks.add(block);
        } else if (!blocks.isEmpty() && blocks.get(blocks.size() - 1) instanceof ObjectNode last && last.has("text")) {
            last.withArray("citations").add(citation);
        }
    }
}

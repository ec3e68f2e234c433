package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the messages of an Ollama conversation: text and images beside each other, calls with arguments as objects.
 */
final class OllamaMessageWriter {

    private final Destination to;
    private final Map<String, String> called = new HashMap<>();

    OllamaMessageWriter(Destination to) {
        this.to = to;
    }

    ArrayNode write(List<Message> messages) throws DialectException {
        ArrayNode list = Json.array();
        for (Message message : messages) {
            switch (message.role()) {
                case SYSTEM -> list.add(message("system", message.content()));
                case USER -> list.add(message("user", message.content()));
                case ASSISTANT -> list.add(message("assistant", message.content()));
                case TOOL -> results(message.content(), list);
            }
        }
        return list;
    }

    private ObjectNode message(String role, List<Content> content) throws DialectException {
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        ArrayNode images = Json.array();
        ArrayNode calls = Json.array();
        for (Content part : content) {
            switch (part) {
                case Content.Text(String more) ->
                    text.append(text.isEmpty() ? "" : "\n").append(more);
                case Content.Refusal(String more) -> text.append(more);
                case Content.Image(Media media, var _) -> images.add(base64(media));
                case Content.Thinking thought -> thinking(thought, thinking);
                case Content.ToolCall call -> calls.add(call(call));
                case Content.Document _ -> throw Unconvertible.of("messages", "A file");
                case Content.Audio _ -> throw Unconvertible.of("messages", "Sound");
                case Content.CachePoint _ -> to.losses().dropped("cache_control");
                case Content.Opaque(String dialect, var block) -> to.losses().dropped(dialect + " content");
                case Content.ToolResult _ -> {
                    // stands in a message of its own
                }
            }
        }
        ObjectNode message = Json.object().put("role", role).put("content", text.toString());
        if (!thinking.isEmpty()) {
            message.put("thinking", thinking.toString());
        }
        if (!images.isEmpty()) {
            message.set("images", images);
        }
        if (!calls.isEmpty()) {
            message.set("tool_calls", calls);
        }
        return message;
    }

    private static String base64(Media media) throws DialectException {
        return switch (media) {
            case Media.Inline(String type, String base64) -> base64;
            case Media.Url _ -> throw Unconvertible.of("messages", "An image by its address");
            case Media.Stored _ -> throw Unconvertible.of("messages", "A file stored with another provider");
        };
    }

    /** Ollama seals nothing. */
    private void thinking(Content.Thinking thought, StringBuilder thinking) {
        if (thought.seal() == null) {
            thinking.append(thought.text());
        } else {
            to.losses().dropped("thinking");
        }
    }

    private ObjectNode call(Content.ToolCall call) {
        called.put(call.id(), call.name());
        ObjectNode node = Json.object().put("id", call.id());
        JsonNode arguments = Json.treeOrNull(call.arguments());
        node.putObject("function")
                .put("name", call.name())
                .set("arguments", arguments instanceof ObjectNode ? arguments : Json.object());
        return node;
    }

    private void results(List<Content> content, ArrayNode list) throws DialectException {
        for (Content part : content) {
            if (part instanceof Content.ToolResult result) {
                to.losses().droppedFailure(result);
                ObjectNode message = message("tool", result.content());
                String name = result.name() == null ? called.get(result.callId()) : result.name();
                if (name != null) {
                    message.put("tool_name", name);
                }
                list.add(message.put("tool_call_id", result.callId()));
            }
        }
    }
}

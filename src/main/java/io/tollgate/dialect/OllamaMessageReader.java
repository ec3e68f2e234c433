package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Reads the messages of an Ollama conversation. Calls may have no ids, and their answers say at most the tool's name,
 * so calls are numbered and answers find the first one that waits.
 */
final class OllamaMessageReader {

    private final List<Content.ToolCall> waiting = new ArrayList<>();
    private int calls;

    List<Message> read(JsonNode list) throws DialectException {
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : list) {
            String param = "messages[" + messages.size() + "]";
            List<Content> content = content(message, param);
            messages.add(
                    switch (message.path("role").asString("")) {
                        case "system" -> new Message(Role.SYSTEM, content);
                        case "user" -> new Message(Role.USER, content);
                        case "assistant" -> new Message(Role.ASSISTANT, assistant(message, content, param));
                        case "tool" -> new Message(Role.TOOL, List.of(result(message, content, param)));
                        default -> throw wrong(param + ".role", "'role' must be one of system, user, assistant, tool.");
                    });
        }
        return messages;
    }

    private static List<Content> content(JsonNode message, String param) throws DialectException {
        List<Content> content = new ArrayList<>();
        String text = new Fields(message).text("content");
        if (text != null && !text.isEmpty()) {
            content.add(new Content.Text(text));
        }
        content.addAll(images(message.path("images"), param + ".images"));
        return content;
    }

    /** Images in Base64, of a kind only their first bytes tell. */
    static List<Content> images(JsonNode list, String param) throws DialectException {
        List<Content> images = new ArrayList<>();
        for (JsonNode image : list) {
            String data = image.asString("");
            if (data.isEmpty()) {
                throw wrong(param, "Every image must be given in Base64.");
            }
            Media media = data.startsWith("data:")
                    ? OpenAiContentReader.media(data, param)
                    : new Media.Inline(mediaType(data), data);
            images.add(new Content.Image(media, null));
        }
        return images;
    }

    private static String mediaType(String base64) {
        return base64.startsWith("/9j/")
                ? "image/jpeg"
                : base64.startsWith("R0lGOD") ? "image/gif" : base64.startsWith("UklGR") ? "image/webp" : "image/png";
    }

    private List<Content> assistant(JsonNode message, List<Content> said, String param) throws DialectException {
        List<Content> content = new ArrayList<>();
        String thinking = message.path("thinking").asString("");
        if (!thinking.isEmpty()) {
            content.add(new Content.Thinking(thinking, null));
        }
        content.addAll(said);
        for (JsonNode call : message.path("tool_calls")) {
            Content.ToolCall made = call(call, param + ".tool_calls");
            waiting.add(made);
            content.add(made);
        }
        return content;
    }

    private Content.ToolCall call(JsonNode call, String param) throws DialectException {
        JsonNode function = call.path("function");
        String name = function.path("name").asString("");
        JsonNode said = function.path("arguments");
        JsonNode arguments = said.isString() ? Json.treeOrNull(said.stringValue()) : said;
        if (name.isEmpty() || arguments == null || !(arguments.isObject() || arguments.isMissingNode())) {
            throw wrong(param, "Every tool call needs a function with a 'name' and with 'arguments' as an object.");
        }
        String id = call.path("id").asString("");
        return new Content.ToolCall(
                id.isEmpty() ? "call_" + ++calls : id,
                name,
                arguments.isObject() ? Json.text(arguments) : "{}",
                OpenAiThinking.seal(call));
    }

    private Content.ToolResult result(JsonNode message, List<Content> content, String param) throws DialectException {
        String id = message.path("tool_call_id").asString("");
        String name = message.path("tool_name").asString(message.path("name").asString(""));
        Content.ToolCall answered = waiting.stream()
                .filter(call -> id.isEmpty()
                        ? name.isEmpty() || call.name().equals(name)
                        : call.id().equals(id))
                .findFirst()
                .orElseThrow(() -> wrong(param, "A tool's message must come after the call it answers."));
        waiting.remove(answered);
        return new Content.ToolResult(answered.id(), answered.name(), content, false);
    }

    private static DialectException wrong(String param, String message) {
        return new DialectException(invalidParam(param, "invalid_value", message));
    }
}

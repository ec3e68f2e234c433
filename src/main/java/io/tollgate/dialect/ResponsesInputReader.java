package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import io.tollgate.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the input of a Responses request. Its items are finer than messages: what the assistant said, thought and
 * called one after another becomes one message, and so do the answers of tools.
 */
final class ResponsesInputReader {

    /** Holds the seal of the call that follows, inside a reasoning item. */
    static final String CALL = "call";

    /** Done already by OpenAI itself; nothing has to follow. */
    private static final Set<String> DONE = Set.of(
            "web_search_call",
            "file_search_call",
            "code_interpreter_call",
            "image_generation_call",
            "mcp_call",
            "mcp_list_tools");

    private final List<Message> messages = new ArrayList<>();
    private @Nullable Seal callSeal;

    List<Message> messages() {
        return messages;
    }

    void add(Role role, String text) {
        messages.add(Message.of(role, text));
    }

    void add(JsonNode items) throws DialectException {
        int place = 0;
        for (JsonNode item : items) {
            item(item, "input[" + place++ + "]");
        }
    }

    private void item(JsonNode item, String param) throws DialectException {
        String type = item.path("type").asString(item.has("role") ? "message" : "");
        switch (type) {
            case "message" -> message(item, param);
            case "reasoning" -> reasoning(item);
            case "function_call" -> call(item, param);
            case "function_call_output" -> output(item, param);
            case "item_reference" -> throw Unconvertible.of(param, "A reference to a stored item");
            default -> {
                if (!DONE.contains(type)) {
                    throw Unconvertible.of(
                            param, "An item of type '" + type.substring(0, Math.min(60, type.length())) + "'");
                }
                join(Role.ASSISTANT, List.of(new Content.Opaque(ResponsesProviderDialect.NAME, item)));
            }
        }
    }

    private void message(JsonNode item, String param) throws DialectException {
        List<Content> content = parts(item.path("content"), param + ".content");
        switch (item.path("role").asString("")) {
            case "user" -> messages.add(new Message(Role.USER, content));
            case "system", "developer" -> messages.add(new Message(Role.SYSTEM, content));
            case "assistant" -> join(Role.ASSISTANT, content);
            default -> throw wrong(param + ".role", "'role' must be one of user, assistant, system, developer.");
        }
    }

    /** Adds to the last message, if it is of that role. */
    private void join(Role role, List<Content> content) {
        List<Content> all = new ArrayList<>();
        if (!messages.isEmpty() && messages.getLast().role() == role) {
            all.addAll(messages.removeLast().content());
        }
        all.addAll(content);
        messages.add(new Message(role, all));
    }

    private void reasoning(JsonNode item) {
        String text = texts(item.path("content"), "");
        text = text.isEmpty() ? texts(item.path("summary"), "\n\n") : text;
        String encrypted = item.path("encrypted_content").asString("");
        Seal seal = encrypted.isEmpty() ? null : Seal.unwrap(encrypted, ResponsesProviderDialect.NAME);
        if (seal != null && seal.dialect().equals(CALL)) {
            callSeal = Seal.unwrap(seal.value(), ResponsesProviderDialect.NAME);
        } else if (seal != null || !text.isEmpty()) {
            join(Role.ASSISTANT, List.of(new Content.Thinking(text, seal)));
        }
    }

    /** The texts of some parts, with a separator between them. */
    static String texts(JsonNode parts, String separator) {
        List<String> texts = new ArrayList<>();
        parts.forEach(part -> texts.add(part.path("text").asString("")));
        return String.join(separator, texts);
    }

    private void call(JsonNode item, String param) throws DialectException {
        String id = item.path("call_id").asString("");
        String name = item.path("name").asString("");
        if (id.isEmpty() || name.isEmpty()) {
            throw wrong(param, "A function call needs a 'call_id' and a 'name'.");
        }
        String said = item.path("arguments").asString("");
        String arguments = said.isBlank() ? "{}" : said;
        JsonNode tree = Json.treeOrNull(arguments);
        if (tree == null || !tree.isObject()) {
            throw wrong(param + ".arguments", "The 'arguments' of a function call must be a JSON object as text.");
        }
        join(Role.ASSISTANT, List.of(new Content.ToolCall(id, name, arguments, callSeal)));
        callSeal = null;
    }

    private void output(JsonNode item, String param) throws DialectException {
        String id = item.path("call_id").asString("");
        if (id.isEmpty()) {
            throw wrong(param + ".call_id", "The output of a function call needs a 'call_id'.");
        }
        List<Content> content = parts(item.path("output"), param + ".output");
        join(Role.TOOL, List.of(new Content.ToolResult(id, null, content, false)));
    }

    private static List<Content> parts(JsonNode content, String param) throws DialectException {
        if (content.isString()) {
            return List.of(new Content.Text(content.stringValue()));
        }
        if (!content.isArray()) {
            throw wrong(param, "'" + param + "' must be a string or a list of parts.");
        }
        List<Content> parts = new ArrayList<>();
        for (JsonNode part : content) {
            parts.add(part(part, param + "[" + parts.size() + "]"));
        }
        return parts;
    }

    private static Content part(JsonNode part, String param) throws DialectException {
        return switch (part.path("type").asString("")) {
            case "input_text", "output_text", "text" ->
                new Content.Text(part.path("text").asString(""));
            case "refusal" -> new Content.Refusal(part.path("refusal").asString(""));
            case "input_image" -> {
                String detail = part.path("detail").asString("");
                yield new Content.Image(media(part, "image_url", param), detail.isEmpty() ? null : detail);
            }
            case "input_file" -> {
                String name = part.path("filename").asString("");
                String source = part.hasNonNull("file_url") ? "file_url" : "file_data";
                yield new Content.Document(media(part, source, param), name.isEmpty() ? null : name);
            }
            case "input_audio" -> {
                JsonNode audio = part.path("input_audio");
                yield new Content.Audio(
                        audio.path("format").asString("wav"), audio.path("data").asString(""));
            }
            default -> throw wrong(param + ".type", "The part's type is not known here.");
        };
    }

    private static Media media(JsonNode part, String source, String param) throws DialectException {
        String id = part.path("file_id").asString("");
        return id.isEmpty()
                ? OpenAiContentReader.media(part.path(source).asString(""), param)
                : new Media.Stored(OpenAiProviderDialect.NAME, id);
    }

    private static DialectException wrong(String param, String message) {
        return new DialectException(invalidParam(param, "invalid_value", message));
    }
}

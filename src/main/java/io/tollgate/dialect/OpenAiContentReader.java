package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalidParam;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import io.tollgate.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the messages of a chat completions request. */
final class OpenAiContentReader {

    private OpenAiContentReader() {}

    static Message message(JsonNode message, String param) throws DialectException {
        String role = message.path("role").asString("");
        JsonNode content = message.path("content");
        return switch (role) {
            case "system", "developer" -> new Message(Role.SYSTEM, parts(content, param));
            case "user" -> new Message(Role.USER, parts(content, param));
            case "assistant" -> new Message(Role.ASSISTANT, assistant(message, param));
            case "tool" -> {
                String id = message.path("tool_call_id").asString("");
                if (id.isEmpty()) {
                    throw wrong(param + ".tool_call_id", "A message of a tool needs a 'tool_call_id'.");
                }
                yield new Message(Role.TOOL, List.of(new Content.ToolResult(id, null, parts(content, param), false)));
            }
            case "function" -> {
                String name = message.path("name").asString("");
                yield new Message(Role.TOOL, List.of(new Content.ToolResult(name, name, parts(content, param), false)));
            }
            default ->
                throw wrong(
                        param + ".role", "'role' must be one of system, developer, user, assistant, tool, function.");
        };
    }

    private static List<Content> assistant(JsonNode message, String param) throws DialectException {
        List<Content> parts = new ArrayList<>(OpenAiThinking.read(message));
        parts.addAll(parts(message.path("content"), param));
        String refusal = message.path("refusal").asString("");
        if (!refusal.isEmpty()) {
            parts.add(new Content.Refusal(refusal));
        }
        for (JsonNode call : message.path("tool_calls")) {
            parts.add(call(call.path("id").asString(""), call.path("function"), OpenAiThinking.seal(call), param));
        }
        if (message.path("function_call").isObject()) {
            JsonNode call = message.get("function_call");
            parts.add(call(call.path("name").asString(""), call, null, param));
        }
        return parts;
    }

    private static Content.ToolCall call(String id, JsonNode function, @Nullable Seal seal, String param)
            throws DialectException {
        String name = function.path("name").asString("");
        if (id.isEmpty() || name.isEmpty()) {
            throw wrong(param + ".tool_calls", "Every tool call needs an 'id' and a function with a 'name'.");
        }
        String arguments = function.path("arguments").asString("");
        JsonNode tree = Json.treeOrNull(arguments.isBlank() ? "{}" : arguments);
        if (tree == null || !tree.isObject()) {
            throw wrong(param + ".tool_calls", "The 'arguments' of a tool call must be a JSON object as text.");
        }
        return new Content.ToolCall(id, name, arguments.isBlank() ? "{}" : arguments, seal);
    }

    private static List<Content> parts(JsonNode content, String param) throws DialectException {
        if (content.isMissingNode() || content.isNull()) {
            return List.of();
        }
        if (content.isString()) {
            return List.of(new Content.Text(content.stringValue()));
        }
        if (!content.isArray()) {
            throw wrong(param + ".content", "'content' must be a string or a list of parts.");
        }
        List<Content> parts = new ArrayList<>();
        for (JsonNode part : content) {
            parts.add(part(part, param + ".content[" + parts.size() + "]"));
            JsonNode marker = part.path("cache_control");
            if (marker.isObject()) {
                parts.add(new Content.CachePoint(marker));
            }
        }
        return parts;
    }

    private static Content part(JsonNode part, String param) throws DialectException {
        return switch (part.path("type").asString("")) {
            case "text" -> new Content.Text(part.path("text").asString(""));
            case "refusal" -> new Content.Refusal(part.path("refusal").asString(""));
            case "image_url" -> {
                JsonNode image = part.path("image_url");
                String url = image.isString()
                        ? image.stringValue()
                        : image.path("url").asString("");
                String detail = image.path("detail").asString("");
                yield new Content.Image(media(url, param), detail.isEmpty() ? null : detail);
            }
            case "input_audio" -> {
                JsonNode audio = part.path("input_audio");
                yield new Content.Audio(
                        audio.path("format").asString("wav"), audio.path("data").asString(""));
            }
            case "file" -> file(part.path("file"), param);
            default -> throw wrong(param + ".type", "The part's type is not known here.");
        };
    }

    private static Content file(JsonNode file, String param) throws DialectException {
        String name = file.path("filename").asString("");
        String id = file.path("file_id").asString("");
        Media media = id.isEmpty()
                ? media(file.path("file_data").asString(""), param)
                : new Media.Stored(OpenAiProviderDialect.NAME, id);
        return new Content.Document(media, name.isEmpty() ? null : name);
    }

    /** What a URL names: data in itself, or something elsewhere. */
    static Media media(String url, String param) throws DialectException {
        if (url.startsWith("data:")) {
            int comma = url.indexOf(',');
            if (comma < 0 || !url.substring(0, comma).endsWith(";base64")) {
                throw wrong(param, "A data URL must be written 'data:<type>;base64,<data>'.");
            }
            String type = url.substring("data:".length(), comma - ";base64".length());
            int end = type.indexOf(';');
            return new Media.Inline(end < 0 ? type : type.substring(0, end), url.substring(comma + 1));
        }
        if (!url.startsWith("https://") && !url.startsWith("http://")) {
            throw wrong(param, "An image or a file needs a URL or data.");
        }
        return new Media.Url(url);
    }

    static DialectException wrong(String param, String message) {
        return new DialectException(invalidParam(param, "invalid_value", message));
    }
}

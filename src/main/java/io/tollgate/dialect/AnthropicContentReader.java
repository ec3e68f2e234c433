package io.tollgate.dialect;

import static io.tollgate.dialect.AnthropicRequestCheck.require;
import static io.tollgate.dialect.AnthropicRequestCheck.wrong;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import io.tollgate.chat.Message;
import io.tollgate.chat.Message.Role;
import io.tollgate.chat.Seal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the messages of a messages request. */
final class AnthropicContentReader {

    private AnthropicContentReader() {}

    /** Adds what a message comes to: what tools answered is a message of theirs. */
    static void message(JsonNode message, String place, List<Message> messages) throws DialectException {
        List<Content> parts = parts(message.path("content"), place + ".content");
        switch (message.path("role").asString("")) {
            case "system" -> messages.add(new Message(Role.SYSTEM, parts));
            case "assistant" -> messages.add(new Message(Role.ASSISTANT, parts));
            case "user" -> {
                List<Content> results = parts.stream()
                        .filter(Content.ToolResult.class::isInstance)
                        .toList();
                List<Content> others = parts.stream()
                        .filter(part -> !(part instanceof Content.ToolResult))
                        .toList();
                if (!results.isEmpty()) {
                    messages.add(new Message(Role.TOOL, results));
                }
                if (!others.isEmpty() || results.isEmpty()) {
                    messages.add(new Message(Role.USER, others));
                }
            }
            default -> throw wrong(place + ".role", "Input should be 'user', 'assistant' or 'system'");
        }
    }

    /** A text, or a list of blocks. */
    static List<Content> parts(JsonNode content, String place) throws DialectException {
        if (content.isString()) {
            return List.of(new Content.Text(content.stringValue()));
        }
        require(
                content.isArray() || content.isMissingNode() || content.isNull(),
                place,
                "Input should be a valid string or a list of blocks");
        List<Content> parts = new ArrayList<>();
        int index = 0;
        Seal seal = null;
        for (JsonNode block : content) {
            Seal ofCall = AnthropicThinking.ofCall(block);
            if (ofCall == null) {
                block(block, seal, place + "." + index, parts);
            }
            seal = ofCall;
            index++;
        }
        return parts;
    }

    /** @param seal of the call, if the block is one */
    private static void block(JsonNode block, @Nullable Seal seal, String place, List<Content> parts)
            throws DialectException {
        JsonNode marker = block.path("cache_control");
        switch (block.path("type").asString("")) {
            case "text" -> parts.add(new Content.Text(block.path("text").asString("")));
            case "image" -> parts.add(new Content.Image(media(block.path("source"), place + ".source"), null));
            case "document" -> document(block, place, parts);
            case "search_result" -> found(block, place, parts);
            case "tool_use" -> parts.add(call(block, seal, place));
            case "tool_result" -> {
                parts.add(result(block, place, marker));
                return;
            }
            case "thinking", "redacted_thinking" -> parts.add(AnthropicThinking.read(block));
            default -> {
                require(block.path("type").isString(), place + ".type", "Field required");
                parts.add(new Content.Opaque(AnthropicProviderDialect.NAME, block));
                return;
            }
        }
        if (marker.isObject()) {
            parts.add(new Content.CachePoint(marker));
        }
    }

    private static Content.ToolCall call(JsonNode block, @Nullable Seal seal, String place) throws DialectException {
        JsonNode input = block.path("input");
        require(input.isObject() || input.isMissingNode(), place + ".input", "Input should be an object");
        return new Content.ToolCall(
                text(block, "id", place),
                text(block, "name", place),
                input.isMissingNode() ? "{}" : Json.text(input),
                seal);
    }

    /** A marker on the result is one on the last thing in it. */
    private static Content.ToolResult result(JsonNode block, String place, JsonNode marker) throws DialectException {
        List<Content> content = new ArrayList<>(parts(block.path("content"), place + ".content"));
        if (marker.isObject()) {
            content.add(new Content.CachePoint(marker));
        }
        return new Content.ToolResult(
                text(block, "tool_use_id", place),
                null,
                content,
                block.path("is_error").asBoolean(false));
    }

    private static String text(JsonNode block, String name, String place) throws DialectException {
        String text = block.path(name).asString("");
        require(!text.isEmpty(), place + "." + name, "Field required");
        return text;
    }

    /** What a search of the client's found, as text. */
    private static void found(JsonNode block, String place, List<Content> parts) throws DialectException {
        parts.add(new Content.Text(
                block.path("title").asString("") + "\n" + block.path("source").asString("")));
        parts.addAll(parts(block.path("content"), place + ".content"));
    }

    private static void document(JsonNode block, String place, List<Content> parts) throws DialectException {
        JsonNode source = block.path("source");
        String title = block.path("title").asString("");
        @Nullable String name = title.isEmpty() ? null : title;
        switch (source.path("type").asString("")) {
            case "content" -> parts.addAll(parts(source.path("content"), place + ".source.content"));
            case "text" -> {
                byte[] bytes = source.path("data").asString("").getBytes(StandardCharsets.UTF_8);
                String base64 = Base64.getEncoder().encodeToString(bytes);
                parts.add(new Content.Document(new Media.Inline("text/plain", base64), name));
            }
            default -> parts.add(new Content.Document(media(source, place + ".source"), name));
        }
    }

    private static Media media(JsonNode source, String place) throws DialectException {
        return switch (source.path("type").asString("")) {
            case "base64" -> new Media.Inline(text(source, "media_type", place), text(source, "data", place));
            case "url" -> new Media.Url(text(source, "url", place));
            case "file" -> new Media.Stored(AnthropicProviderDialect.NAME, text(source, "file_id", place));
            default -> throw wrong(place + ".type", "Input should be 'base64', 'url' or 'file'");
        };
    }
}

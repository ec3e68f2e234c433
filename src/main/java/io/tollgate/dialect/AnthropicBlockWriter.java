package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes parts of messages as Anthropic's blocks. */
final class AnthropicBlockWriter implements StrictTurns.Blocks {

    private static final Pattern NOT_OF_AN_ID = Pattern.compile("[^a-zA-Z0-9_-]");

    private final Destination to;

    AnthropicBlockWriter(Destination to) {
        this.to = to;
    }

    @Override
    public ObjectNode text(String text) {
        return AnthropicMessageWriter.text(text);
    }

    @Override
    public boolean isResult(JsonNode block) {
        return block.path("type").asString("").equals("tool_result");
    }

    /** Lets the provider cache what ends with the last block. */
    @Override
    public void mark(ArrayNode blocks, JsonNode marker) {
        if (!blocks.isEmpty()
                && blocks.get(blocks.size() - 1) instanceof ObjectNode last
                && !last.path("type").asString("").endsWith("thinking")) {
            last.set("cache_control", marker);
        } else {
            to.losses().dropped("cache_control");
        }
    }

    @Override
    public @Nullable ObjectNode block(Content part) throws DialectException {
        return switch (part) {
            case Content.Text(String text) -> words(text);
            case Content.Refusal(String text) -> words(text);
            case Content.Image(Media media, var _) ->
                Json.object().put("type", "image").set("source", image(media));
            case Content.Document document -> document(document);
            case Content.ToolCall call -> call(call);
            case Content.ToolResult result -> result(result);
            case Content.Thinking thinking -> {
                ObjectNode block = AnthropicThinking.forProvider(thinking);
                yield block == null ? lost("thinking") : block;
            }
            case Content.Opaque(String dialect, JsonNode block) ->
                dialect.equals(AnthropicProviderDialect.NAME) && block instanceof ObjectNode own
                        ? Json.object().setAll(own)
                        : lost(dialect + " content");
            case Content.Audio _ -> throw Unconvertible.of("messages", "Sound");
            case Content.CachePoint _ -> null;
        };
    }

    private @Nullable ObjectNode lost(String name) {
        to.losses().dropped(name);
        return null;
    }

    private static @Nullable ObjectNode words(String text) {
        return text.isBlank() ? null : Json.object().put("type", "text").put("text", text);
    }

    private static ObjectNode image(Media media) throws DialectException {
        return media instanceof Media.Inline(String type, String base64)
                ? base64(type.equals("image/jpg") ? "image/jpeg" : type, base64)
                : source(media);
    }

    private static ObjectNode document(Content.Document document) throws DialectException {
        ObjectNode block = Json.object().put("type", "document");
        block.set("source", document.media() instanceof Media.Inline inline ? file(inline) : source(document.media()));
        if (document.name() != null && !document.name().isBlank()) {
            block.put("title", document.name());
        }
        return block;
    }

    private static ObjectNode file(Media.Inline file) throws DialectException {
        if (file.mediaType().equals("application/pdf")) {
            return base64(file.mediaType(), file.base64());
        }
        if (file.mediaType().startsWith("text/") || file.mediaType().equals("application/json")) {
            return Json.object()
                    .put("type", "text")
                    .put("media_type", "text/plain")
                    .put("data", decoded(file.base64()));
        }
        throw Unconvertible.of("messages", "A file of the type '" + file.mediaType() + "'");
    }

    private static String decoded(String base64) throws DialectException {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Unconvertible.of("messages", "A file that is not valid Base64");
        }
    }

    private static ObjectNode base64(String mediaType, String data) {
        return Json.object().put("type", "base64").put("media_type", mediaType).put("data", data);
    }

    private static ObjectNode source(Media media) throws DialectException {
        return switch (media) {
            case Media.Url(String url) -> Json.object().put("type", "url").put("url", url);
            case Media.Inline(String type, String data) -> base64(type, data);
            case Media.Stored(String dialect, String id) -> {
                if (!dialect.equals(AnthropicProviderDialect.NAME)) {
                    throw Unconvertible.of("messages", "A file stored with another provider");
                }
                yield Json.object().put("type", "file").put("file_id", id);
            }
        };
    }

    private static ObjectNode call(Content.ToolCall call) {
        return call(id(call.id()), call.name(), call.arguments());
    }

    /** A call of a tool; arguments that were cut off are none. */
    static ObjectNode call(String id, String name, String arguments) {
        ObjectNode block = Json.object().put("type", "tool_use").put("id", id).put("name", name);
        JsonNode input = Json.treeOrNull(arguments);
        block.set("input", input instanceof ObjectNode ? input : Json.object());
        return block;
    }

    /** A call of a tool as an answer holds it: the model itself calls. */
    static ObjectNode answered(String id, String name, String arguments) {
        ObjectNode block = call(id, name, arguments);
        block.putObject("caller").put("type", "direct");
        return block;
    }

    /** Other dialects allow more letters in an id. */
    static String id(String id) {
        return NOT_OF_AN_ID.matcher(id).replaceAll("_");
    }

    private ObjectNode result(Content.ToolResult result) throws DialectException {
        ObjectNode block = Json.object().put("type", "tool_result").put("tool_use_id", id(result.callId()));
        ArrayNode content = write(result.content());
        if (content.size() == 1 && content.get(0).size() == 2 && content.get(0).has("text")) {
            block.set("content", content.get(0).get("text"));
        } else if (!content.isEmpty()) {
            block.set("content", content);
        }
        if (result.failed()) {
            block.put("is_error", true);
            if (content.isEmpty()) {
                block.put("content", "error"); // must say something
            }
        }
        return block;
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Content;
import io.tollgate.chat.Media;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes parts of messages as blocks of the Converse API. */
final class BedrockContentWriter implements StrictTurns.Blocks {

    private static final int LONGEST_ID = 64;

    private final Destination to;
    private final boolean caches;
    private final BedrockFiles files = new BedrockFiles();

    BedrockContentWriter(Destination to) {
        this.to = to;
        this.caches = new BedrockModel(to.model()).caches();
    }

    @Override
    public ObjectNode text(String text) {
        return BedrockMessageWriter.text(text);
    }

    @Override
    public boolean isResult(JsonNode block) {
        return block.has("toolResult");
    }

    @Override
    public void mark(ArrayNode blocks, JsonNode marker) {
        if (caches
                && !blocks.isEmpty()
                && !blocks.get(blocks.size() - 1).has("reasoningContent")
                && !blocks.get(blocks.size() - 1).has("cachePoint")) {
            blocks.add(cachePoint(marker));
        } else {
            to.losses().dropped("cache_control");
        }
    }

    /** A mark, from Anthropic's. */
    static ObjectNode cachePoint(JsonNode marker) {
        ObjectNode block = Json.object();
        ObjectNode point = block.putObject("cachePoint").put("type", "default");
        String life = marker.path("ttl").asString("");
        if (!life.isEmpty()) {
            point.put("ttl", life);
        }
        return block;
    }

    @Override
    public @Nullable ObjectNode block(Content part) throws DialectException {
        return switch (part) {
            case Content.Text(String text) -> words(text);
            case Content.Refusal(String text) -> words(text);
            case Content.Image(Media media, var _) -> BedrockFiles.image(media);
            case Content.Document document -> files.document(document);
            case Content.ToolCall call -> call(call);
            case Content.ToolResult result -> result(result);
            case Content.Thinking thinking -> {
                ObjectNode block = BedrockThinking.write(thinking);
                yield block == null ? lost("thinking") : block;
            }
            case Content.Opaque(String dialect, JsonNode block) -> lost(dialect + " content");
            case Content.Audio _ -> throw Unconvertible.of("messages", "Sound");
            case Content.CachePoint _ -> null;
        };
    }

    private @Nullable ObjectNode lost(String name) {
        to.losses().dropped(name);
        return null;
    }

    private static @Nullable ObjectNode words(String text) {
        return text.isBlank() ? null : BedrockMessageWriter.text(text);
    }

    private static ObjectNode call(Content.ToolCall call) {
        ObjectNode block = Json.object();
        JsonNode input = Json.treeOrNull(call.arguments());
        block.putObject("toolUse")
                .put("toolUseId", id(call.id()))
                .put("name", call.name())
                .set("input", input instanceof ObjectNode ? input : Json.object());
        return block;
    }

    /** Other dialects allow more letters in an id, and more of them. */
    private static String id(String id) {
        String plain = AnthropicBlockWriter.id(id);
        return plain.length() <= LONGEST_ID ? plain : plain.substring(plain.length() - LONGEST_ID);
    }

    private ObjectNode result(Content.ToolResult result) throws DialectException {
        ObjectNode block = Json.object();
        ObjectNode inner = block.putObject("toolResult").put("toolUseId", id(result.callId()));
        inner.putArray("content").addAll(write(result.content()));
        if (result.failed()) {
            inner.put("status", "error");
        }
        return block;
    }
}

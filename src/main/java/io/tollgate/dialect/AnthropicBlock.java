package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Seal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One block of an answer as it is read: what it begins with, deltas, its end. Blocks that only Anthropic knows are held
 * until they are whole.
 */
final class AnthropicBlock {

    /** Blocks that become events of their own. */
    private enum Kind {
        TEXT,
        THINKING,
        CALL,
        OTHER
    }

    private final Kind kind;
    private final int call;
    private final ObjectNode block;
    private final StringBuilder json = new StringBuilder();
    private final List<JsonNode> citations = new ArrayList<>();
    private boolean stopped;

    private AnthropicBlock(Kind kind, int call, ObjectNode block) {
        this.kind = kind;
        this.call = call;
        this.block = block;
    }

    /**
     * Begins a block.
     *
     * @param call the number it gets if it is a call of a tool
     */
    static AnthropicBlock begin(JsonNode given, int call, List<ChatEvent> events) {
        ObjectNode block = Json.object();
        if (given instanceof ObjectNode object) {
            block.setAll(object);
        }
        Kind kind = switch (block.path("type").asString("")) {
            case "text" -> Kind.TEXT;
            case "thinking", "redacted_thinking" -> Kind.THINKING;
            case "tool_use" -> Kind.CALL;
            default -> Kind.OTHER;
        };
        AnthropicBlock begun = new AnthropicBlock(kind, call, block);
        begun.begin(events);
        return begun;
    }

    private void begin(List<ChatEvent> events) {
        switch (kind) {
            case TEXT -> {
                text(block.path("text").asString(""), events);
                block.path("citations").forEach(citations::add);
            }
            case THINKING -> think(block.path("thinking").asString(""), events);
            case CALL -> {
                String id = block.path("id").asString("");
                String name = block.path("name").asString("");
                events.add(new ChatEvent.ToolCallStarted(0, call, id.isEmpty() ? CallIds.fresh() : id, name, null));
            }
            case OTHER -> {
                // is told at its end
            }
        }
    }

    boolean isCall() {
        return kind == Kind.CALL;
    }

    /** Reads on. */
    void delta(JsonNode delta, List<ChatEvent> events) {
        switch (delta.path("type").asString("")) {
            case "text_delta" -> text(delta.path("text").asString(""), events);
            case "thinking_delta" -> think(delta.path("thinking").asString(""), events);
            case "signature_delta" -> block.set("signature", delta.path("signature"));
            case "citations_delta" -> citations.add(delta.path("citation"));
            case "input_json_delta" -> json(delta.path("partial_json").asString(""), events);
            case "compaction_delta" ->
                block.put(
                        "content",
                        block.path("content").asString("")
                                + delta.path("content").asString(""));
            default -> {
                // not known yet
            }
        }
    }

    private static void text(String text, List<ChatEvent> events) {
        if (!text.isEmpty()) {
            events.add(new ChatEvent.TextDelta(0, text));
        }
    }

    private static void think(String text, List<ChatEvent> events) {
        if (!text.isEmpty()) {
            events.add(new ChatEvent.ThinkingDelta(0, text));
        }
    }

    private void json(String part, List<ChatEvent> events) {
        json.append(part);
        if (kind == Kind.CALL && !part.isEmpty()) {
            events.add(new ChatEvent.ToolCallDelta(0, call, part));
        }
    }

    /** Ends the block, if that was not said before. */
    void stop(List<ChatEvent> events) {
        if (stopped) {
            return;
        }
        stopped = true;
        switch (kind) {
            case TEXT ->
                citations.forEach(citation -> events.add(
                        new ChatEvent.Opaque(0, AnthropicProviderDialect.NAME, AnthropicCitation.delta(citation))));
            case THINKING -> seal(events);
            case CALL -> {
                JsonNode input = block.path("input");
                if (json.isEmpty() && input.isObject() && !input.isEmpty()) {
                    events.add(new ChatEvent.ToolCallDelta(0, call, Json.text(input)));
                }
            }
            case OTHER -> {
                JsonNode input = json.isEmpty() ? null : Json.treeOrNull(json.toString());
                if (input != null) {
                    block.set("input", input);
                }
                events.add(new ChatEvent.Opaque(0, AnthropicProviderDialect.NAME, block));
            }
        }
    }

    private void seal(List<ChatEvent> events) {
        @Nullable Seal seal = AnthropicThinking.seal(block);
        if (seal != null) {
            events.add(new ChatEvent.ThinkingSealed(0, seal));
        }
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the events of a streamed answer of the Converse API, and whole ones. A stream has ended well when it said why
 * it stops; its usage comes after that.
 */
final class BedrockDecoder implements Decoder {

    /** How the words begin for an answer that the provider itself could not read. */
    private static final String MALFORMED = "malformed_";

    /** A block that is being read; what seals it is told at its end. */
    private static final class Block {
        private int call = -1;
        private final StringBuilder signature = new StringBuilder();
        private final StringBuilder redacted = new StringBuilder();
    }

    private final Map<Integer, Block> blocks = new TreeMap<>();
    private int calls;
    private boolean started;
    private boolean over;
    private String reason = "";

    @Override
    public List<ChatEvent> read(@Nullable String event, byte[] data, int from, int to) throws StreamFormatException {
        JsonNode frame = Json.tree(data, from, to);
        if (frame.path("error").isObject()) {
            return List.of(new ChatEvent.Failed(Json.text(frame)));
        }
        List<ChatEvent> events = new ArrayList<>();
        if (!over) {
            read(event == null ? "" : event, frame, events);
        }
        return events;
    }

    private void read(String event, JsonNode frame, List<ChatEvent> events) {
        int index = frame.path("contentBlockIndex").asInt(0);
        switch (event) {
            case "messageStart" -> start(events);
            case "contentBlockStart" -> begin(index, frame.path("start"), events);
            case "contentBlockDelta" -> delta(index, frame.path("delta"), events);
            case "contentBlockStop" -> stop(index, events);
            case "messageStop" -> reason = frame.path("stopReason").asString("end_turn");
            case "metadata" -> {
                count(frame.path("usage"), events);
                events.addAll(end());
            }
            default -> {
                // not known yet
            }
        }
    }

    @Override
    public List<ChatEvent> end() {
        List<ChatEvent> events = new ArrayList<>();
        if (!over && !reason.isEmpty()) {
            finish(events);
        }
        return events;
    }

    /** The events of a whole answer. */
    static List<ChatEvent> whole(JsonNode answer) throws StreamFormatException {
        JsonNode content = answer.path("output").path("message").path("content");
        if (!content.isArray()) {
            throw new StreamFormatException("The answer has no content");
        }
        BedrockDecoder decoder = new BedrockDecoder();
        List<ChatEvent> events = new ArrayList<>();
        decoder.start(events);
        content.forEach(block -> decoder.block(block, events));
        decoder.count(answer.path("usage"), events);
        decoder.reason = answer.path("stopReason").asString("end_turn");
        decoder.finish(events);
        return events;
    }

    private void block(JsonNode block, List<ChatEvent> events) {
        text(block.path("text").asString(""), events);
        block.path("citationsContent")
                .path("content")
                .forEach(cited -> text(cited.path("text").asString(""), events));
        JsonNode reasoning = block.path("reasoningContent");
        think(reasoning.path("reasoningText").path("text").asString(""), events);
        seal(BedrockThinking.seal(reasoning), events);
        if (isCall(block)) {
            int call = call(block.path("toolUse"), events);
            JsonNode input = block.path("toolUse").path("input");
            if (input.isObject() && !input.isEmpty()) {
                events.add(new ChatEvent.ToolCallDelta(0, call, Json.text(input)));
            }
        }
    }

    private void start(List<ChatEvent> events) {
        if (!started) {
            started = true;
            events.add(new ChatEvent.Started("", ""));
        }
    }

    private void begin(int index, JsonNode given, List<ChatEvent> events) {
        stopAll(events);
        Block block = new Block();
        blocks.put(index, block);
        if (isCall(given)) {
            block.call = call(given.path("toolUse"), events);
        }
    }

    /** A tool that Bedrock runs itself is nobody's to answer. */
    private static boolean isCall(JsonNode block) {
        return block.path("toolUse").isObject()
                && !block.path("toolUse").path("type").asString("").equals("server_tool_use");
    }

    private int call(JsonNode use, List<ChatEvent> events) {
        start(events);
        String id = use.path("toolUseId").asString("");
        String name = use.path("name").asString("");
        events.add(new ChatEvent.ToolCallStarted(0, calls, id.isEmpty() ? CallIds.fresh() : id, name, null));
        return calls++;
    }

    /** Only calls are begun before their first delta. */
    private void delta(int index, JsonNode delta, List<ChatEvent> events) {
        Block block = blocks.get(index);
        if (block == null) {
            stopAll(events);
            block = new Block();
            blocks.put(index, block);
        }
        text(delta.path("text").asString(""), events);
        JsonNode reasoning = delta.path("reasoningContent");
        think(reasoning.path("text").asString(""), events);
        block.signature.append(reasoning.path("signature").asString(""));
        block.redacted.append(reasoning.path("redactedContent").asString(""));
        String input = delta.path("toolUse").path("input").asString("");
        if (block.call >= 0 && !input.isEmpty()) {
            events.add(new ChatEvent.ToolCallDelta(0, block.call, input));
        }
    }

    private void text(String text, List<ChatEvent> events) {
        if (!text.isEmpty()) {
            start(events);
            events.add(new ChatEvent.TextDelta(0, text));
        }
    }

    private void think(String text, List<ChatEvent> events) {
        if (!text.isEmpty()) {
            start(events);
            events.add(new ChatEvent.ThinkingDelta(0, text));
        }
    }

    private void seal(@Nullable Seal seal, List<ChatEvent> events) {
        if (seal != null) {
            start(events);
            events.add(new ChatEvent.ThinkingSealed(0, seal));
        }
    }

    private void stop(int index, List<ChatEvent> events) {
        Block block = blocks.get(index);
        if (block != null) {
            seal(BedrockThinking.seal(block.signature.toString(), block.redacted.toString()), events);
            block.signature.setLength(0);
            block.redacted.setLength(0);
        }
    }

    private void stopAll(List<ChatEvent> events) {
        blocks.keySet().forEach(index -> stop(index, events));
    }

    private static void count(JsonNode said, List<ChatEvent> events) {
        Usage usage = BedrockUsage.read(said);
        if (usage != Usage.NONE) {
            events.add(new ChatEvent.UsageReported(usage));
        }
    }

    private void finish(List<ChatEvent> events) {
        over = true;
        start(events);
        stopAll(events);
        events.add(reason.startsWith(MALFORMED) ? failed(reason) : new ChatEvent.Finished(0, reason(reason)));
    }

    private static ChatEvent failed(String word) {
        ObjectNode failure = Json.object();
        failure.putObject("error").put("code", word).put("message", "The model wrote what cannot be read.");
        return new ChatEvent.Failed(Json.text(failure));
    }

    private static FinishReason reason(String word) {
        return switch (word) {
            case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
            default -> AnthropicFinish.of(word);
        };
    }
}

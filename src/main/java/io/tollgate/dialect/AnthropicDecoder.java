package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the events of a streamed message, and whole ones. A message has ended when it says why; what comes after its
 * last event is ignored.
 */
final class AnthropicDecoder implements Decoder {

    private final Map<Integer, AnthropicBlock> blocks = new TreeMap<>();
    private final AnthropicUsage usage = new AnthropicUsage();
    private int calls;
    private @Nullable String id;
    private String reason = "";
    private @Nullable String stop;
    private boolean over;

    @Override
    public List<ChatEvent> read(@Nullable String event, byte[] data, int from, int to) throws StreamFormatException {
        ObjectNode frame = Json.tree(data, from, to);
        String type = frame.path("type").asString(event == null ? "" : event);
        if (type.equals("error") || frame.path("error").isObject()) {
            return List.of(new ChatEvent.Failed(Json.text(frame)));
        }
        List<ChatEvent> events = new ArrayList<>();
        if (!over) {
            read(type, frame, events);
        }
        return events;
    }

    private void read(String type, JsonNode frame, List<ChatEvent> events) throws StreamFormatException {
        int index = frame.path("index").asInt(0);
        switch (type) {
            case "message_start" -> start(frame.path("message"), events);
            case "content_block_start" -> begin(index, frame.path("content_block"), events);
            case "content_block_delta" -> delta(index, frame.path("delta"), events);
            case "content_block_stop" -> stop(index, events);
            case "message_delta" -> {
                String said = frame.path("delta").path("stop_reason").asString("");
                reason = said.isEmpty() ? reason : said;
                stop = stop(frame.path("delta"));
                count(frame.path("usage"), events);
            }
            case "message_stop" -> finish(events);
            default -> {
                // a ping, or not known yet
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
        if (answer.path("error").isObject()) {
            return List.of(new ChatEvent.Failed(Json.text(answer)));
        }
        if (!answer.path("content").isArray()) {
            throw new StreamFormatException("The answer has no content");
        }
        AnthropicDecoder decoder = new AnthropicDecoder();
        List<ChatEvent> events = new ArrayList<>();
        decoder.start(answer, events);
        int index = 0;
        for (JsonNode block : answer.path("content")) {
            decoder.begin(index, block, events);
            decoder.stop(index++, events);
        }
        decoder.reason = answer.path("stop_reason").asString("");
        decoder.stop = stop(answer);
        decoder.finish(events);
        return events;
    }

    /** Some providers begin twice; one that begins another message has lost its way. */
    private void start(JsonNode message, List<ChatEvent> events) throws StreamFormatException {
        String given = message.path("id").asString("");
        if (id == null) {
            id = given;
            events.add(new ChatEvent.Started(given, message.path("model").asString("")));
        } else if (!id.equals(given) && !blocks.isEmpty()) {
            throw new StreamFormatException("Another message begins inside of one");
        }
        count(message.path("usage"), events);
    }

    private static @Nullable String stop(JsonNode end) {
        return end.path("stop_sequence").isString() ? end.path("stop_sequence").stringValue() : null;
    }

    private void count(JsonNode said, List<ChatEvent> events) {
        if (usage.absorb(said)) {
            events.add(new ChatEvent.UsageReported(usage.total()));
        }
    }

    private void begin(int index, JsonNode given, List<ChatEvent> events) {
        stopAll(events);
        AnthropicBlock block = AnthropicBlock.begin(given, calls, events);
        calls += block.isCall() ? 1 : 0;
        blocks.put(index, block);
    }

    /** A block whose beginning was not said is text. */
    private void delta(int index, JsonNode delta, List<ChatEvent> events) {
        AnthropicBlock block = blocks.get(index);
        if (block == null) {
            begin(index, AnthropicMessageWriter.text(""), events);
            block = blocks.get(index);
        }
        if (block != null) {
            block.delta(delta, events);
        }
    }

    private void stop(int index, List<ChatEvent> events) {
        AnthropicBlock block = blocks.get(index);
        if (block != null) {
            block.stop(events);
        }
    }

    private void stopAll(List<ChatEvent> events) {
        blocks.values().forEach(block -> block.stop(events));
    }

    private void finish(List<ChatEvent> events) {
        over = true;
        stopAll(events);
        events.add(new ChatEvent.Finished(0, AnthropicFinish.of(reason), stop));
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the events of a streamed answer of the Responses API, and whole answers. What an item or the answer holds in
 * the end is told only where its deltas did not come; what follows the end is no part of the answer.
 */
final class ResponsesDecoder implements Decoder {

    /** What has been told of an item. */
    private static final class Item {
        private int call = -1;
        private boolean spoke;
        private boolean done;
    }

    private final Map<Integer, Item> items = new HashMap<>();
    private int calls;
    private boolean started;
    private boolean finished;

    @Override
    public List<ChatEvent> read(@Nullable String event, byte[] data, int from, int to) throws StreamFormatException {
        ObjectNode frame = Json.tree(data, from, to);
        if (finished) {
            return List.of();
        }
        String type = frame.path("type").asString(event == null ? "" : event);
        List<ChatEvent> events = new ArrayList<>();
        switch (type) {
            case "response.created", "response.in_progress" -> start(frame.path("response"), events);
            case "response.output_item.added" -> added(item(frame), frame.path("item"), events);
            case "response.output_item.done" -> done(item(frame), frame.path("item"), events);
            case "response.completed", "response.incomplete" -> finish(frame.path("response"), events);
            case "response.failed", "response.cancelled", "error" -> events.add(new ChatEvent.Failed(Json.text(frame)));
            default -> {
                if (frame.hasNonNull("error")) {
                    events.add(new ChatEvent.Failed(Json.text(frame)));
                } else {
                    delta(type, frame, events);
                }
            }
        }
        return events;
    }

    private Item item(JsonNode frame) {
        return items.computeIfAbsent(frame.path("output_index").asInt(0), index -> new Item());
    }

    private void delta(String type, JsonNode frame, List<ChatEvent> events) {
        String delta = frame.path("delta").asString("");
        switch (type) {
            case "response.output_text.delta" -> {
                item(frame).spoke = true;
                text(delta, frame.path("logprobs"), events);
            }
            case "response.refusal.delta" -> {
                item(frame).spoke = true;
                events.add(new ChatEvent.RefusalDelta(0, delta));
            }
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" -> {
                item(frame).spoke = true;
                thinking(delta, events);
            }
            case "response.reasoning_summary_part.added" -> thinking(item(frame).spoke ? "\n\n" : "", events);
            case "response.function_call_arguments.delta" -> {
                Item item = item(frame);
                if (item.call >= 0 && !delta.isEmpty()) {
                    item.spoke = true;
                    events.add(new ChatEvent.ToolCallDelta(0, item.call, delta));
                }
            }
            default -> {
                // shows nothing
            }
        }
    }

    /** A stream that ended well has said so. */
    @Override
    public List<ChatEvent> end() {
        return List.of();
    }

    /** The events of a whole answer. */
    static List<ChatEvent> whole(JsonNode answer) throws StreamFormatException {
        String status = answer.path("status").asString("completed");
        if (answer.hasNonNull("error") || status.equals("failed") || status.equals("cancelled")) {
            return List.of(new ChatEvent.Failed(Json.text(answer)));
        }
        if (!answer.path("output").isArray()) {
            throw new StreamFormatException("The answer has no output");
        }
        if (!status.equals("completed") && !status.equals("incomplete")) {
            throw new StreamFormatException("The answer is not complete");
        }
        List<ChatEvent> events = new ArrayList<>();
        new ResponsesDecoder().finish(answer, events);
        return events;
    }

    private void start(JsonNode response, List<ChatEvent> events) {
        if (!started) {
            started = true;
            events.add(new ChatEvent.Started(
                    response.path("id").asString(""), response.path("model").asString("")));
        }
    }

    private void finish(JsonNode response, List<ChatEvent> events) {
        start(response, events);
        boolean streamed = !items.isEmpty();
        int index = 0;
        for (JsonNode output : response.path("output")) {
            Item item = streamed ? items.get(index) : new Item();
            if (item != null) {
                done(item, output, events);
            }
            index++;
        }
        Usage usage = OpenAiUsage.read(response.path("usage"));
        if (usage != null) {
            events.add(new ChatEvent.UsageReported(usage.withWebSearches(SearchCount.of(response.path("output")))));
        }
        finished = true;
        events.add(new ChatEvent.Finished(0, reason(response)));
    }

    private FinishReason reason(JsonNode response) {
        if (response.path("status").asString("").equals("incomplete")) {
            String reason = response.path("incomplete_details").path("reason").asString("");
            return reason.equals("content_filter") ? FinishReason.CONTENT_FILTER : FinishReason.LENGTH;
        }
        return calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    }

    private void added(Item item, JsonNode output, List<ChatEvent> events) {
        String name = output.path("name").asString("");
        if (item.call < 0 && !name.isEmpty() && isCall(output)) {
            item.call = calls++;
            String id = output.path("call_id").asString("");
            events.add(new ChatEvent.ToolCallStarted(0, item.call, id.isEmpty() ? CallIds.fresh() : id, name, null));
        }
    }

    private static boolean isCall(JsonNode output) {
        return output.path("type").asString("").equals("function_call");
    }

    private void done(Item item, JsonNode output, List<ChatEvent> events) {
        if (item.done) {
            return;
        }
        item.done = true;
        switch (output.path("type").asString("")) {
            case "message" -> {
                if (!item.spoke) {
                    output.path("content").forEach(part -> part(part, events));
                }
            }
            case "reasoning" -> reasoning(item, output, events);
            case "function_call" -> {
                added(item, output, events);
                String arguments = output.path("arguments").asString("");
                if (item.call >= 0 && !item.spoke && !arguments.isEmpty()) {
                    events.add(new ChatEvent.ToolCallDelta(0, item.call, arguments));
                }
            }
            case "" -> {
                // no item
            }
            default -> events.add(new ChatEvent.Opaque(0, ResponsesProviderDialect.NAME, output));
        }
    }

    private static void part(JsonNode part, List<ChatEvent> events) {
        String type = part.path("type").asString("");
        if (type.equals("output_text")) {
            text(part.path("text").asString(""), part.path("logprobs"), events);
        } else if (type.equals("refusal")) {
            events.add(new ChatEvent.RefusalDelta(0, part.path("refusal").asString("")));
        }
    }

    private static void reasoning(Item item, JsonNode output, List<ChatEvent> events) {
        if (!item.spoke) {
            String text = ResponsesInputReader.texts(output.path("content"), "");
            thinking(text.isEmpty() ? ResponsesInputReader.texts(output.path("summary"), "\n\n") : text, events);
        }
        String encrypted = output.path("encrypted_content").asString("");
        if (!encrypted.isEmpty()) {
            events.add(new ChatEvent.ThinkingSealed(0, new Seal(ResponsesProviderDialect.NAME, encrypted)));
        }
    }

    private static void thinking(String text, List<ChatEvent> events) {
        if (!text.isEmpty()) {
            events.add(new ChatEvent.ThinkingDelta(0, text));
        }
    }

    private static void text(String text, JsonNode logprobs, List<ChatEvent> events) {
        if (!text.isEmpty()) {
            events.add(new ChatEvent.TextDelta(0, text));
        }
        if (logprobs.isArray() && !logprobs.isEmpty()) {
            ObjectNode block = Json.object();
            block.putObject("logprobs").set("content", logprobs);
            events.add(new ChatEvent.Opaque(0, OpenAiProviderDialect.NAME, block));
        }
    }
}

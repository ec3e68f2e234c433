package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the chunks of a streamed chat completion, and whole ones. A choice ends when the stream does, because some
 * providers say so early or twice.
 */
final class OpenAiDecoder implements Decoder {

    private final Map<Integer, Calls> calls = new HashMap<>();
    private final Map<Integer, String> finished = new TreeMap<>();
    private boolean started;

    @Override
    public List<ChatEvent> read(@Nullable String event, byte[] data, int from, int to) throws StreamFormatException {
        ObjectNode chunk = Json.tree(data, from, to);
        List<ChatEvent> events = new ArrayList<>();
        JsonNode error = chunk.path("error");
        if (!error.isMissingNode() && !error.isNull() || "error".equals(event)) {
            return List.of(new ChatEvent.Failed(Json.text(chunk)));
        }
        start(chunk, events);
        for (JsonNode choice : chunk.path("choices")) {
            choice(choice, choice.path("index").asInt(0), choice.path("delta"), events);
        }
        usage(chunk, events);
        return events;
    }

    @Override
    public List<ChatEvent> end() {
        List<ChatEvent> events = new ArrayList<>();
        finished.forEach((choice, word) -> {
            boolean stop = word.equals("stop") && calls.containsKey(choice);
            events.add(new ChatEvent.Finished(choice, OpenAiFinish.of(stop ? "tool_calls" : word)));
        });
        finished.clear();
        return events;
    }

    /** The events of a whole answer. */
    static List<ChatEvent> whole(JsonNode answer) throws StreamFormatException {
        if (!answer.path("choices").isArray() || answer.path("choices").isEmpty()) {
            throw new StreamFormatException("The answer has no choices");
        }
        OpenAiDecoder decoder = new OpenAiDecoder();
        List<ChatEvent> events = new ArrayList<>();
        decoder.start(answer, events);
        int place = 0;
        for (JsonNode choice : answer.path("choices")) {
            int index = choice.path("index").asInt(place++);
            decoder.choice(choice, index, choice.path("message"), events);
            decoder.finished.putIfAbsent(index, "stop");
        }
        decoder.usage(answer, events);
        events.addAll(decoder.end());
        return events;
    }

    private void start(JsonNode chunk, List<ChatEvent> events) {
        String id = chunk.path("id").asString("");
        if (!started && (!id.isEmpty() || !chunk.path("choices").isEmpty())) {
            started = true;
            events.add(new ChatEvent.Started(id, chunk.path("model").asString("")));
        }
    }

    private void choice(JsonNode choice, int index, JsonNode delta, List<ChatEvent> events) {
        thinking(index, delta, events);
        content(index, delta.path("content"), events);
        String refusal = delta.path("refusal").asString("");
        if (!refusal.isEmpty()) {
            events.add(new ChatEvent.RefusalDelta(index, refusal));
        }
        int place = 0;
        for (JsonNode call : delta.path("tool_calls")) {
            calls.computeIfAbsent(index, key -> new Calls(key)).add(call, place++, events);
        }
        if (delta.path("function_call").isObject()) {
            ObjectNode call = Json.object();
            call.set("function", delta.get("function_call"));
            calls.computeIfAbsent(index, key -> new Calls(key)).add(call, 0, events);
        }
        JsonNode logprobs = choice.path("logprobs");
        if (logprobs.isObject()) {
            ObjectNode block = Json.object();
            block.set("logprobs", logprobs);
            events.add(new ChatEvent.Opaque(index, OpenAiProviderDialect.NAME, block));
        }
        String reason = choice.path("finish_reason").asString("");
        if (!reason.isEmpty()) {
            finished.put(index, reason);
        }
    }

    private static void thinking(int index, JsonNode delta, List<ChatEvent> events) {
        String text = OpenAiThinking.text(delta);
        if (!text.isEmpty()) {
            events.add(new ChatEvent.ThinkingDelta(index, text));
        }
        for (JsonNode detail : delta.path("reasoning_details")) {
            String seal = detail.path("signature").asString(detail.path("data").asString(""));
            if (!seal.isEmpty()) {
                events.add(new ChatEvent.ThinkingSealed(index, Seal.unwrap(seal, OpenAiProviderDialect.NAME)));
            }
        }
    }

    /** A text, or Mistral's list of parts, of which some are thinking. */
    private static void content(int index, JsonNode content, List<ChatEvent> events) {
        String text = content.asString("");
        if (!text.isEmpty()) {
            events.add(new ChatEvent.TextDelta(index, text));
        }
        for (JsonNode part : content) {
            String type = part.path("type").asString("");
            if (type.equals("text")) {
                events.add(new ChatEvent.TextDelta(index, part.path("text").asString("")));
            } else if (type.equals("thinking")) {
                for (JsonNode thought : part.path("thinking")) {
                    events.add(new ChatEvent.ThinkingDelta(
                            index, thought.path("text").asString("")));
                }
            }
        }
    }

    private void usage(JsonNode chunk, List<ChatEvent> events) {
        JsonNode said = chunk.path("usage");
        if (!said.isObject()) {
            said = chunk.path("x_groq").path("usage");
        }
        Usage usage = OpenAiUsage.read(said);
        if (usage != null) {
            events.add(new ChatEvent.UsageReported(usage));
        }
    }

    /** The tool calls of one choice: renumbered without gaps, begun once their name is known. */
    private static final class Calls {

        private final int choice;
        private final Map<Integer, Integer> numbers = new HashMap<>();
        private final Map<Integer, StringBuilder> early = new HashMap<>();

        private Calls(int choice) {
            this.choice = choice;
        }

        private void add(JsonNode call, int place, List<ChatEvent> events) {
            int given = call.path("index").asInt(place);
            String name = call.path("function").path("name").asString("");
            JsonNode said = call.path("function").path("arguments");
            String arguments = said.isContainer() ? Json.text(said) : said.asString("");
            if (!numbers.containsKey(given)) {
                if (name.isEmpty()) {
                    early.computeIfAbsent(given, key -> new StringBuilder()).append(arguments);
                    return;
                }
                numbers.put(given, numbers.size());
                events.add(new ChatEvent.ToolCallStarted(
                        choice, numbers.get(given), id(call), name, OpenAiThinking.seal(call)));
                StringBuilder held = early.remove(given);
                arguments = (held == null ? "" : held) + arguments;
            }
            if (!arguments.isEmpty()) {
                events.add(new ChatEvent.ToolCallDelta(choice, numbers.get(given), arguments));
            }
        }

        private static String id(JsonNode call) {
            String id = call.path("id").asString("");
            return id.isEmpty() ? CallIds.fresh() : id;
        }
    }
}

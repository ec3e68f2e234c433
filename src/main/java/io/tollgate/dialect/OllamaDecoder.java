package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the lines of Ollama's streamed answers, to conversations and to prompts, and whole ones, which are one line.
 */
final class OllamaDecoder implements Decoder {

    private int calls;
    private boolean started;
    private boolean finished;

    @Override
    public List<ChatEvent> read(@Nullable String event, byte[] data, int from, int to) throws StreamFormatException {
        return line(Json.tree(data, from, to), false);
    }

    /** The events of a whole answer. */
    static List<ChatEvent> whole(JsonNode answer) throws StreamFormatException {
        OllamaDecoder decoder = new OllamaDecoder();
        List<ChatEvent> events = decoder.line(answer, true);
        if (!answer.hasNonNull("error") && !decoder.finished) {
            throw new StreamFormatException("The answer is not complete");
        }
        return events;
    }

    /** @param whole whether there is no other line, so that this one is the last unless it says otherwise */
    private List<ChatEvent> line(JsonNode line, boolean whole) {
        if (line.hasNonNull("error")) {
            return List.of(new ChatEvent.Failed(Json.text(line)));
        }
        List<ChatEvent> events = new ArrayList<>();
        if (finished) {
            return events;
        }
        if (!started) {
            started = true;
            events.add(new ChatEvent.Started("", line.path("model").asString("")));
        }
        JsonNode message = line.path("message");
        message(message.isObject() ? message : line, events);
        boolean answers = message.isObject() || line.has("response");
        if (line.path("done").asBoolean(whole && answers)) {
            finished = true;
            Usage usage = OllamaUsage.read(line);
            if (usage != Usage.NONE) {
                events.add(new ChatEvent.UsageReported(usage));
            }
            events.add(new ChatEvent.Finished(0, reason(line.path("done_reason").asString(""))));
        }
        return events;
    }

    private void message(JsonNode message, List<ChatEvent> events) {
        String thinking = message.path("thinking").asString("");
        if (!thinking.isEmpty()) {
            events.add(new ChatEvent.ThinkingDelta(0, thinking));
        }
        String text = message.path("content").asString(message.path("response").asString(""));
        if (!text.isEmpty()) {
            events.add(new ChatEvent.TextDelta(0, text));
        }
        for (JsonNode call : message.path("tool_calls")) {
            call(call, events);
        }
    }

    private void call(JsonNode call, List<ChatEvent> events) {
        String name = call.path("function").path("name").asString("");
        if (name.isEmpty()) {
            return;
        }
        String id = call.path("id").asString("");
        events.add(new ChatEvent.ToolCallStarted(
                0, calls, id.isEmpty() ? CallIds.fresh() : id, name, OpenAiThinking.seal(call)));
        JsonNode arguments = call.path("function").path("arguments");
        String text = arguments.isObject() ? Json.text(arguments) : arguments.asString("");
        if (!text.isEmpty()) {
            events.add(new ChatEvent.ToolCallDelta(0, calls, text));
        }
        calls++;
    }

    private FinishReason reason(String word) {
        return word.equals("length") ? FinishReason.LENGTH : calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    }

    /** A stream that ended well has said so. */
    @Override
    public List<ChatEvent> end() {
        return List.of();
    }
}

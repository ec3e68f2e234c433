package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a provider that keeps conversations says, in any of the shapes in which its text may come. */
final class ConversationDecoder implements Decoder {

    private boolean started;
    private boolean finished;

    @Override
    public List<ChatEvent> read(@Nullable String event, byte[] data, int from, int to) throws StreamFormatException {
        if (from == to || data[from] != '{') {
            return List.of(); // no line with data, or nothing that is known
        }
        JsonNode frame = Json.tree(data, from, to);
        if (isError(frame)) {
            return List.of(new ChatEvent.Failed(Json.text(frame)));
        }
        List<ChatEvent> events = new ArrayList<>();
        if (!finished) {
            say(text(frame), frame, events);
            refuse(frame, events);
            end(frame, events);
        }
        return events;
    }

    private void say(@Nullable String text, JsonNode frame, List<ChatEvent> events) {
        if (!started) {
            started = true;
            events.add(new ChatEvent.Started(
                    frame.path("id").asString(""), frame.path("model").asString("")));
        }
        if (text != null && !text.isEmpty()) {
            events.add(new ChatEvent.TextDelta(0, text));
        }
    }

    /** Whether the model refused: there is no other text then. */
    private static boolean refuse(JsonNode said, List<ChatEvent> events) {
        JsonNode choice = said.path("choices").path(0);
        String refusal = choice.path("delta").path("refusal").asString("")
                + choice.path("message").path("refusal").asString("");
        if (!refusal.isEmpty()) {
            events.add(new ChatEvent.RefusalDelta(0, refusal));
        }
        return !refusal.isEmpty();
    }

    private void end(JsonNode frame, List<ChatEvent> events) {
        String reason = frame.path("choices").path(0).path("finish_reason").asString("");
        if (!reason.isEmpty() || frame.path(ConversationReader.DONE).asBoolean(false)) {
            finished = true;
            events.add(new ChatEvent.Finished(0, reason(reason)));
        }
    }

    private static FinishReason reason(String word) {
        return switch (word) {
            case "length" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }

    /** A stream that ended well has said so. */
    @Override
    public List<ChatEvent> end() {
        return List.of();
    }

    /** The events of a whole answer. */
    static List<ChatEvent> whole(JsonNode answer) throws StreamFormatException {
        if (isError(answer)) {
            return List.of(new ChatEvent.Failed(Json.text(answer)));
        }
        String text = text(answer);
        FinishReason reason =
                reason(answer.path("choices").path(0).path("finish_reason").asString(""));
        List<ChatEvent> events = new ArrayList<>();
        new ConversationDecoder().say(text, answer, events);
        boolean refused = refuse(answer, events);
        if (text == null && !refused && reason != FinishReason.CONTENT_FILTER) {
            throw new StreamFormatException("The answer has no text");
        }
        events.add(new ChatEvent.Finished(0, reason));
        return events;
    }

    private static boolean isError(JsonNode answer) {
        return answer.path("error").isObject() || answer.path("error").isString();
    }

    /** The first text that is found; absent when there is none anywhere. */
    private static @Nullable String text(JsonNode said) {
        JsonNode choice = said.path("choices").path(0);
        List<JsonNode> places = List.of(
                choice.path("delta").path("content"),
                choice.path("message").path("content"),
                choice.path("text"),
                said.path("response"),
                said.path("content"),
                said.path("message"),
                said.path("delta"));
        for (JsonNode place : places) {
            if (place.isString()) {
                return place.stringValue();
            }
        }
        return null;
    }
}

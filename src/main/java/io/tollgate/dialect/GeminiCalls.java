package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Seal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The tool calls of one candidate, whole or, as Vertex AI streams them, in pieces. */
final class GeminiCalls {

    private final int choice;
    private int count;
    private @Nullable GeminiArguments open;

    GeminiCalls(int choice) {
        this.choice = choice;
    }

    /** Whether a tool was called. */
    boolean any() {
        return count > 0;
    }

    /** Takes a {@code functionCall}: one with a name begins a call, one without goes on with it. */
    void add(JsonNode call, @Nullable Seal seal, List<ChatEvent> events) {
        String name = call.path("name").asString("");
        if (!name.isEmpty()) {
            close(events);
            String id = call.path("id").asString("");
            events.add(new ChatEvent.ToolCallStarted(choice, count++, id.isEmpty() ? CallIds.fresh() : id, name, seal));
            open = new GeminiArguments();
        }
        if (open == null) {
            return;
        }
        open.begin(call.path("args"));
        call.path("partialArgs").forEach(open::add);
        if (!call.path("willContinue").asBoolean(false)) {
            close(events);
        }
    }

    /** The call that is open has all of its arguments. */
    void close(List<ChatEvent> events) {
        if (open != null) {
            events.add(new ChatEvent.ToolCallDelta(choice, count - 1, open.text()));
            open = null;
        }
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Content;
import io.tollgate.chat.Seal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the blocks of a streamed message one after the other: each ends before the next begins. A call of a tool that
 * begins while another one's arguments are not complete waits for its turn.
 */
final class AnthropicBlocks {

    private enum Kind {
        NONE,
        TEXT,
        /** A text that is complete, because its citations have begun. */
        CITED,
        THINKING,
        CALL
    }

    /** A call and its arguments so far. */
    private record Call(ChatEvent.ToolCallStarted started, StringBuilder arguments) {

        private boolean isComplete() {
            JsonNode tree = arguments.isEmpty() || arguments.charAt(arguments.length() - 1) != '}'
                    ? null
                    : Json.treeOrNull(arguments.toString());
            return tree != null;
        }
    }

    private final Map<Integer, Call> waiting = new LinkedHashMap<>();
    private Kind open = Kind.NONE;
    private @Nullable Call current;
    private int next;

    void text(String text, OutputStream out) throws IOException {
        if (!text.isEmpty()) {
            require(Kind.TEXT, out);
            delta(Json.object().put("type", "text_delta").put("text", text), out);
        }
    }

    void thinking(String text, OutputStream out) throws IOException {
        if (!text.isEmpty()) {
            require(Kind.THINKING, out);
            delta(Json.object().put("type", "thinking_delta").put("thinking", text), out);
        }
    }

    /** Seals the thinking that is being written, or writes a seal that comes without any. */
    void seal(Seal seal, OutputStream out) throws IOException {
        if (open == Kind.THINKING && !AnthropicThinking.isRedacted(seal)) {
            sign(seal.in(AnthropicProviderDialect.NAME), out);
            return;
        }
        close(out);
        ObjectNode block = AnthropicThinking.forClient(new Content.Thinking("", seal));
        String signature = block.path("signature").asString("");
        if (signature.isEmpty()) {
            whole(block, out);
        } else {
            require(Kind.THINKING, out);
            sign(signature, out);
        }
    }

    private void sign(String signature, OutputStream out) throws IOException {
        delta(Json.object().put("type", "signature_delta").put("signature", signature), out);
        stop(out);
    }

    void citation(JsonNode delta, OutputStream out) throws IOException {
        if (open != Kind.CITED) {
            require(Kind.TEXT, out);
        }
        open = Kind.CITED;
        delta(delta, out);
    }

    /** Writes a block that is whole. */
    void whole(JsonNode block, OutputStream out) throws IOException {
        close(out);
        start(block, out);
        stop(out);
    }

    void call(ChatEvent.ToolCallStarted started, OutputStream out) throws IOException {
        Call call = new Call(started, new StringBuilder());
        if (current == null || waiting.isEmpty() && current.isComplete()) {
            begin(call, out);
        } else {
            waiting.put(started.index(), call);
        }
    }

    void arguments(int index, String part, OutputStream out) throws IOException {
        Call call = waiting.get(index);
        if (call != null) {
            call.arguments().append(part);
        } else if (current != null && current.started().index() == index) {
            current.arguments().append(part);
            if (!part.isEmpty()) {
                json(part, out);
            }
            while (!waiting.isEmpty() && current != null && current.isComplete()) {
                beginWaiting(out);
            }
        }
    }

    private void beginWaiting(OutputStream out) throws IOException {
        Call call = waiting.values().iterator().next();
        waiting.remove(call.started().index());
        begin(call, out);
    }

    /** Clients want a delta for each call, be it empty. */
    private void begin(Call call, OutputStream out) throws IOException {
        finish(out);
        Seal seal = call.started().seal();
        if (seal != null) {
            start(AnthropicThinking.ofCall(seal), out);
            stop(out);
        }
        start(AnthropicBlockWriter.answered(call.started().id(), call.started().name(), "{}"), out);
        open = Kind.CALL;
        current = call;
        json(call.arguments().toString(), out);
    }

    private void json(String part, OutputStream out) throws IOException {
        delta(Json.object().put("type", "input_json_delta").put("partial_json", part), out);
    }

    private void require(Kind kind, OutputStream out) throws IOException {
        if (open == kind) {
            return;
        }
        close(out);
        start(kind == Kind.TEXT ? AnthropicMessageWriter.text("") : AnthropicThinking.begun(), out);
        open = kind;
    }

    /** Ends what is open, and all calls that wait. */
    void close(OutputStream out) throws IOException {
        while (!waiting.isEmpty()) {
            beginWaiting(out);
        }
        finish(out);
    }

    /** Ends the block that is open, if one is. */
    private void finish(OutputStream out) throws IOException {
        if (open == Kind.THINKING) {
            sign(AnthropicThinking.UNSEALED, out);
        } else if (open != Kind.NONE) {
            stop(out);
        }
    }

    private void start(JsonNode block, OutputStream out) throws IOException {
        ObjectNode event = event("content_block_start");
        event.set("content_block", block);
        Sse.event("content_block_start", event, out);
    }

    private void delta(JsonNode delta, OutputStream out) throws IOException {
        ObjectNode event = event("content_block_delta");
        event.set("delta", delta);
        Sse.event("content_block_delta", event, out);
    }

    private void stop(OutputStream out) throws IOException {
        Sse.event("content_block_stop", event("content_block_stop"), out);
        open = Kind.NONE;
        current = null;
        next++;
    }

    private ObjectNode event(String type) {
        return Json.object().put("type", type).put("index", next);
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent.ToolCallStarted;
import io.tollgate.chat.Seal;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One item of a Responses answer, while it grows: each of its changes is an event. */
abstract sealed class ResponsesItem {

    /** Counts the events of one answer. */
    static final class Numbers {

        private int next;

        ObjectNode event(String type) {
            return Json.object().put("type", type).put("sequence_number", next++);
        }
    }

    final ObjectNode node = Json.object();
    private final String id;
    private final int index;
    private final Numbers numbers;
    private boolean done;

    private ResponsesItem(String prefix, String type, int index, Numbers numbers) {
        this.id = CallIds.fresh(prefix);
        this.index = index;
        this.numbers = numbers;
        node.put("id", id).put("type", type);
    }

    /** Tells that the item is there; before anything else of it. */
    final void begin(OutputStream out) throws IOException {
        item("response.output_item.added", out);
    }

    /** Tells the item as a whole, once. */
    final void end(boolean complete, OutputStream out) throws IOException {
        if (!done) {
            done = true;
            close(out);
            if (node.path("status").asString("").equals("in_progress")) {
                node.put("status", complete ? "completed" : "incomplete");
            }
            item("response.output_item.done", out);
        }
    }

    final boolean isDone() {
        return done;
    }

    /** Ends what grows inside. */
    abstract void close(OutputStream out) throws IOException;

    private void item(String type, OutputStream out) throws IOException {
        ObjectNode event = numbers.event(type).put("output_index", index);
        event.set("item", node);
        Sse.event(type, event, out);
    }

    final ObjectNode event(String type) {
        return numbers.event(type).put("item_id", id).put("output_index", index);
    }

    static void send(ObjectNode event, OutputStream out) throws IOException {
        Sse.event(event.path("type").stringValue(), event, out);
    }

    /** What the assistant says. */
    static final class Said extends ResponsesItem {

        private final ArrayNode content;
        private final StringBuilder text = new StringBuilder();
        private ArrayNode logprobs = Json.array();
        private boolean open;
        private boolean refused;

        Said(int index, Numbers numbers) {
            super("msg_", "message", index, numbers);
            content = node.put("status", "in_progress").put("role", "assistant").putArray("content");
        }

        void say(String more, boolean refusal, OutputStream out) throws IOException {
            if (open && refused != refusal) {
                close(out);
            }
            if (!open) {
                open = true;
                refused = refusal;
                part("response.content_part.added", out);
            }
            text.append(more);
            ObjectNode event = place(refused ? "response.refusal.delta" : "response.output_text.delta")
                    .put("delta", more);
            if (!refused) {
                event.putArray("logprobs");
            }
            send(event, out);
        }

        void weigh(JsonNode more) {
            more.forEach(logprobs::add);
        }

        private ObjectNode place(String type) {
            return event(type).put("content_index", content.size());
        }

        private ObjectNode part(String type, OutputStream out) throws IOException {
            ObjectNode part = Json.object();
            if (refused) {
                part.put("type", "refusal").put("refusal", text.toString());
            } else {
                part.put("type", "output_text").put("text", text.toString());
                part.putArray("annotations");
                part.set("logprobs", logprobs);
            }
            ObjectNode event = place(type);
            event.set("part", part);
            send(event, out);
            return part;
        }

        @Override
        void close(OutputStream out) throws IOException {
            if (!open) {
                return;
            }
            open = false;
            ObjectNode event = place(refused ? "response.refusal.done" : "response.output_text.done")
                    .put(refused ? "refusal" : "text", text.toString());
            if (!refused) {
                event.set("logprobs", logprobs);
            }
            send(event, out);
            content.add(part("response.content_part.done", out));
            text.setLength(0);
            logprobs = Json.array();
        }
    }

    /** What the model thinks, as a summary; sealed, it holds what the provider wants back. */
    static final class Thought extends ResponsesItem {

        private final ArrayNode summary = node.putArray("summary");
        private final StringBuilder text = new StringBuilder();

        Thought(int index, Numbers numbers) {
            super("rs_", "reasoning", index, numbers);
        }

        void think(String more, OutputStream out) throws IOException {
            if (text.isEmpty()) {
                part("response.reasoning_summary_part.added", out);
            }
            text.append(more);
            send(place("response.reasoning_summary_text.delta").put("delta", more), out);
        }

        void seal(Seal seal) {
            node.put("encrypted_content", seal.in(ResponsesProviderDialect.NAME));
        }

        private ObjectNode place(String type) {
            return event(type).put("summary_index", 0);
        }

        private ObjectNode part(String type, OutputStream out) throws IOException {
            ObjectNode part = Json.object().put("type", "summary_text").put("text", text.toString());
            ObjectNode event = place(type);
            event.set("part", part);
            send(event, out);
            return part;
        }

        @Override
        void close(OutputStream out) throws IOException {
            if (!text.isEmpty()) {
                send(place("response.reasoning_summary_text.done").put("text", text.toString()), out);
                summary.add(part("response.reasoning_summary_part.done", out));
            }
        }
    }

    /** A call of a function. */
    static final class Call extends ResponsesItem {

        private final StringBuilder arguments = new StringBuilder();

        Call(ToolCallStarted call, int index, Numbers numbers) {
            super("fc_", "function_call", index, numbers);
            node.put("status", "in_progress")
                    .put("arguments", "")
                    .put("call_id", call.id())
                    .put("name", call.name());
        }

        void argue(String more, OutputStream out) throws IOException {
            arguments.append(more);
            send(event("response.function_call_arguments.delta").put("delta", more), out);
        }

        @Override
        void close(OutputStream out) throws IOException {
            String all = arguments.toString().isBlank() ? "{}" : arguments.toString();
            node.put("arguments", all);
            ObjectNode event = event("response.function_call_arguments.done").put("arguments", all);
            send(event.put("name", node.path("name").stringValue()), out);
        }
    }

    /** An item that comes as a whole. */
    static final class Whole extends ResponsesItem {

        Whole(JsonNode item, int index, Numbers numbers) {
            super("", "", index, numbers);
            node.removeAll();
            item.properties().forEach(member -> node.set(member.getKey(), member.getValue()));
        }

        @Override
        void close(OutputStream out) {
            // nothing grows
        }
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.ChatAnswer;
import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Content;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a streamed answer of the Responses API. Its last event holds the whole answer once more, so a whole answer is
 * what a stream of it would end with. Only the first choice is told.
 */
final class ResponsesEncoder implements Encoder {

    private final ResponsesItem.Numbers numbers = new ResponsesItem.Numbers();
    private final List<ResponsesItem> items = new ArrayList<>();
    private final Map<Integer, ResponsesItem.Call> calls = new HashMap<>();
    private final ClientRequest request;
    private @Nullable ObjectNode response;
    private @Nullable FinishReason finish;
    private @Nullable Usage usage;

    ResponsesEncoder(ClientRequest request) {
        this.request = request;
    }

    /** A whole answer. */
    static ObjectNode whole(ChatAnswer answer, ClientRequest request) {
        ResponsesEncoder encoder = new ResponsesEncoder(request);
        OutputStream nowhere = OutputStream.nullOutputStream();
        try {
            ObjectNode response = encoder.response(nowhere);
            encoder.usage = answer.usage();
            if (!answer.choices().isEmpty()) {
                ChatAnswer.Choice choice = answer.choices().getFirst();
                encoder.write(choice.content(), nowhere);
                encoder.finish(choice.finish(), nowhere);
            }
            encoder.complete(response);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(List<Content> content, OutputStream out) throws IOException {
        int call = 0;
        for (Content part : content) {
            switch (part) {
                case Content.Text(String text) -> say(text, false, out);
                case Content.Refusal(String text) -> say(text, true, out);
                case Content.Thinking thought -> {
                    think(thought.text(), out);
                    if (thought.seal() != null) {
                        seal(thought.seal(), out);
                    }
                }
                case Content.ToolCall made -> {
                    call(new ChatEvent.ToolCallStarted(0, call, made.id(), made.name(), made.seal()), out);
                    argue(call++, made.arguments(), out);
                }
                case Content.Opaque(String dialect, var block) -> opaque(dialect, block, out);
                case Content.Image _,
                        Content.Document _,
                        Content.Audio _,
                        Content.ToolResult _,
                        Content.CachePoint _ -> {
                    // no answer holds these
                }
            }
        }
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public void write(ChatEvent event, OutputStream out) throws IOException {
        response(out);
        switch (event) {
            case ChatEvent.TextDelta(int choice, String text)
            when choice == 0 -> said(out).say(text, false, out);
            case ChatEvent.RefusalDelta(int choice, String text)
            when choice == 0 -> said(out).say(text, true, out);
            case ChatEvent.ThinkingDelta(int choice, String text)
            when choice == 0 && !text.isEmpty() -> thought(out).think(text, out);
            case ChatEvent.ThinkingSealed(int choice, Seal seal) when choice == 0 -> seal(seal, out);
            case ChatEvent.ToolCallStarted call when call.choice() == 0 -> call(call, out);
            case ChatEvent.ToolCallDelta(int choice, int index, String arguments)
            when choice == 0 -> argue(index, arguments, out);
            case ChatEvent.Opaque(int choice, String dialect, JsonNode block)
            when choice == 0 -> opaque(dialect, block, out);
            case ChatEvent.Finished end when end.choice() == 0 -> finish(end.reason(), out);
            case ChatEvent.UsageReported(Usage reported) -> usage = reported;
            case ChatEvent.Failed _ -> throw new IllegalArgumentException("A failure is not written as an event");
            case ChatEvent.Started _,
                    ChatEvent.TextDelta _,
                    ChatEvent.RefusalDelta _,
                    ChatEvent.ThinkingDelta _,
                    ChatEvent.ThinkingSealed _,
                    ChatEvent.ToolCallStarted _,
                    ChatEvent.ToolCallDelta _,
                    ChatEvent.Opaque _,
                    ChatEvent.Finished _ -> {
                // the answer has begun already, or it is another choice
            }
        }
    }

    /** The answer, which begins with the first event. */
    private ObjectNode response(OutputStream out) throws IOException {
        if (response == null) {
            response = ResponsesAnswer.begin(request);
            send("response.created", response, out);
            send("response.in_progress", response, out);
        }
        return response;
    }

    private void send(String type, ObjectNode answer, OutputStream out) throws IOException {
        ObjectNode event = numbers.event(type);
        event.set("response", answer);
        Sse.event(type, event, out);
    }

    private void say(String text, boolean refusal, OutputStream out) throws IOException {
        if (!text.isEmpty()) {
            said(out).say(text, refusal, out);
        }
    }

    private ResponsesItem.Said said(OutputStream out) throws IOException {
        return !items.isEmpty() && items.getLast() instanceof ResponsesItem.Said said && !said.isDone()
                ? said
                : next(new ResponsesItem.Said(items.size(), numbers), out);
    }

    private void think(String text, OutputStream out) throws IOException {
        if (!text.isEmpty()) {
            thought(out).think(text, out);
        }
    }

    private ResponsesItem.Thought thought(OutputStream out) throws IOException {
        return !items.isEmpty() && items.getLast() instanceof ResponsesItem.Thought thought && !thought.isDone()
                ? thought
                : next(new ResponsesItem.Thought(items.size(), numbers), out);
    }

    private void seal(Seal seal, OutputStream out) throws IOException {
        ResponsesItem.Thought thought = thought(out);
        thought.seal(seal);
        thought.end(true, out);
    }

    /** The seal of a call goes before it, since clients send such items back as they are. */
    private void call(ChatEvent.ToolCallStarted started, OutputStream out) throws IOException {
        if (started.seal() != null) {
            endAll(true, out);
            seal(new Seal(ResponsesInputReader.CALL, started.seal().wrapped()), out);
        }
        ResponsesItem.Call call = new ResponsesItem.Call(started, items.size(), numbers);
        calls.put(started.index(), call);
        next(call, out);
    }

    private void argue(int index, String arguments, OutputStream out) throws IOException {
        ResponsesItem.Call call = calls.get(index);
        if (call != null && !call.isDone()) {
            call.argue(arguments, out);
        }
    }

    private void opaque(String dialect, JsonNode block, OutputStream out) throws IOException {
        if (dialect.equals(ResponsesProviderDialect.NAME)) {
            next(new ResponsesItem.Whole(block, items.size(), numbers), out).end(true, out);
        } else if (dialect.equals(OpenAiProviderDialect.NAME)
                && !items.isEmpty()
                && items.getLast() instanceof ResponsesItem.Said said) {
            said.weigh(block.path("logprobs").path("content"));
        }
    }

    /** Begins an item. Only calls stay open beside each other: their arguments may come mixed. */
    private <T extends ResponsesItem> T next(T item, OutputStream out) throws IOException {
        if (!(item instanceof ResponsesItem.Call)
                || !items.isEmpty() && !(items.getLast() instanceof ResponsesItem.Call)) {
            endAll(true, out);
        }
        items.add(item);
        item.begin(out);
        return item;
    }

    private void endAll(boolean complete, OutputStream out) throws IOException {
        for (ResponsesItem item : items) {
            item.end(complete || item != items.getLast(), out);
        }
    }

    private void finish(FinishReason reason, OutputStream out) throws IOException {
        finish = reason;
        endAll(ResponsesAnswer.isComplete(reason), out);
    }

    private void complete(ObjectNode answer) {
        ArrayNode output = Json.array();
        items.forEach(item -> output.add(item.node));
        ResponsesAnswer.end(answer, finish == null ? FinishReason.STOP : finish, output, usage);
    }

    /** Usage may come last, so only here all is known. Nothing is written after an answer that was passed. */
    @Override
    public void end(OutputStream out) throws IOException {
        if (response != null && finish != null) {
            complete(response);
            send(ResponsesAnswer.isComplete(finish) ? "response.completed" : "response.incomplete", response, out);
        }
    }

    @Override
    public void fail(GatewayError error, OutputStream out) throws IOException {
        ObjectNode event = numbers.event("error")
                .put("code", error.code())
                .put("message", error.message())
                .put("param", error.param());
        Sse.event("error", event, out);
    }
}

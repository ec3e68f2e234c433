package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Content;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes a streamed answer as Ollama does, a JSON object a line. Only the first choice is told; calls come whole. */
final class OllamaEncoder implements Encoder {

    private record Call(ChatEvent.ToolCallStarted started, StringBuilder arguments) {
        Content.ToolCall whole() {
            String all = arguments.toString();
            return new Content.ToolCall(started.id(), started.name(), all.isBlank() ? "{}" : all, started.seal());
        }
    }

    private final OllamaAnswerWriter writer;
    private final TreeMap<Integer, Call> calls = new TreeMap<>();
    private final long begun = System.nanoTime();
    private long firstShown;
    private @Nullable FinishReason finish;
    private Usage usage = Usage.NONE;

    OllamaEncoder(OllamaAnswerWriter writer) {
        this.writer = writer;
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public void write(ChatEvent event, OutputStream out) throws IOException {
        switch (event) {
            case ChatEvent.TextDelta(int choice, String text) -> show(choice, text, "", out);
            case ChatEvent.RefusalDelta(int choice, String text) -> show(choice, text, "", out);
            case ChatEvent.ThinkingDelta(int choice, String text) -> show(choice, "", text, out);
            case ChatEvent.ToolCallStarted call -> {
                if (call.choice() == 0) {
                    calls.put(call.index(), new Call(call, new StringBuilder()));
                }
            }
            case ChatEvent.ToolCallDelta(int choice, int index, String arguments) -> {
                Call call = choice == 0 ? calls.get(index) : null;
                if (call != null) {
                    call.arguments().append(arguments);
                }
            }
            case ChatEvent.Finished end -> {
                if (end.choice() == 0) {
                    finish(end.reason(), out);
                }
            }
            case ChatEvent.UsageReported(Usage reported) -> usage = reported;
            case ChatEvent.Failed _ -> throw new IllegalArgumentException("A failure is not written as an event");
            case ChatEvent.Started _, ChatEvent.ThinkingSealed _, ChatEvent.Opaque _ -> {
                // has no place here
            }
        }
    }

    private void show(int choice, String text, String thinking, OutputStream out) throws IOException {
        if (choice == 0 && !(text.isEmpty() && thinking.isEmpty())) {
            firstShown = firstShown == 0 ? System.nanoTime() : firstShown;
            line(writer.line(text, thinking, List.of()), out);
        }
    }

    private void finish(FinishReason reason, OutputStream out) throws IOException {
        finish = reason;
        List<Content.ToolCall> made = new ArrayList<>();
        calls.values().forEach(call -> made.add(call.whole()));
        calls.clear();
        if (!made.isEmpty()) {
            line(writer.line("", "", made), out);
        }
    }

    private static void line(JsonNode line, OutputStream out) throws IOException {
        out.write(Json.bytes(line));
        out.write('\n');
    }

    @Override
    public void pass(@Nullable String event, byte[] data, int from, int to, OutputStream out) throws IOException {
        out.write(data, from, to - from);
        out.write('\n');
    }

    /** Usage may come last, so only here all is known. Nothing is written after an answer that was passed. */
    @Override
    public void end(OutputStream out) throws IOException {
        if (finish != null) {
            long now = System.nanoTime();
            long evaluating = firstShown == 0 ? 0 : now - firstShown;
            line(writer.end(writer.line("", "", List.of()), finish, usage, now - begun, evaluating), out);
        }
    }

    @Override
    public void fail(GatewayError error, OutputStream out) throws IOException {
        out.write(OllamaClientDialect.errorBody(error).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }
}

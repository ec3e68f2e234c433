package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a streamed message: its start, its blocks, why it ended and what it used. There is one answer, so those to
 * other choices are left out.
 */
final class AnthropicEncoder implements Encoder {

    private static final String LAST = "message_stop";

    private final String model;
    private final AnthropicBlocks blocks = new AnthropicBlocks();
    private String id = "";
    private Usage usage = Usage.NONE;
    private FinishReason finish = FinishReason.STOP;
    private @Nullable String stop;
    private boolean started;
    private boolean refused;
    private @Nullable String passed;

    AnthropicEncoder(String model) {
        this.model = model;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public void write(ChatEvent event, OutputStream out) throws IOException {
        switch (event) {
            case ChatEvent.Started(String given, String _) -> id = given;
            case ChatEvent.UsageReported(Usage reported) -> usage = reported;
            case ChatEvent.TextDelta(int choice, String text) -> text(choice, text, out);
            case ChatEvent.RefusalDelta(int choice, String text) -> {
                refused |= choice == 0;
                text(choice, text, out);
            }
            case ChatEvent.ThinkingDelta(int choice, String text) -> {
                if (begins(choice, out)) {
                    blocks.thinking(text, out);
                }
            }
            case ChatEvent.ThinkingSealed(int choice, var seal) -> {
                if (begins(choice, out)) {
                    blocks.seal(seal, out);
                }
            }
            case ChatEvent.ToolCallStarted call -> {
                if (begins(call.choice(), out)) {
                    blocks.call(call, out);
                }
            }
            case ChatEvent.ToolCallDelta(int choice, int index, String arguments) -> {
                if (begins(choice, out)) {
                    blocks.arguments(index, arguments, out);
                }
            }
            case ChatEvent.Opaque(int choice, String dialect, JsonNode block) -> {
                if (dialect.equals(AnthropicProviderDialect.NAME) && begins(choice, out)) {
                    opaque(block, out);
                }
            }
            case ChatEvent.Finished end -> {
                finish = end.choice() == 0 ? end.reason() : finish;
                stop = end.choice() == 0 ? end.stop() : stop;
            }
            case ChatEvent.Failed _ -> throw new IllegalArgumentException("A failure is not written as an event");
        }
    }

    private void text(int choice, String text, OutputStream out) throws IOException {
        if (begins(choice, out)) {
            blocks.text(text, out);
        }
    }

    private void opaque(JsonNode block, OutputStream out) throws IOException {
        if (AnthropicCitation.in(block) == null) {
            blocks.whole(block, out);
        } else {
            blocks.citation(block, out);
        }
    }

    /** Whether a choice is the one that is written. */
    private boolean begins(int choice, OutputStream out) throws IOException {
        if (choice == 0) {
            start(out);
        }
        return choice == 0;
    }

    private void start(OutputStream out) throws IOException {
        if (!started) {
            started = true;
            ObjectNode event = Json.object().put("type", "message_start");
            event.set("message", AnthropicAnswerWriter.message(id, model, Json.array(), null, usage));
            Sse.event("message_start", event, out);
        }
    }

    /** Every event has a name: clients drop those without. */
    @Override
    public void pass(@Nullable String event, byte[] data, int from, int to, OutputStream out) throws IOException {
        passed = event == null ? Json.tree(data, from, to).path("type").asString("message") : event;
        Sse.event(passed, data, from, to, out);
    }

    @Override
    public void end(OutputStream out) throws IOException {
        if (passed == null) {
            start(out);
            blocks.close(out);
            boolean stopped = finish == FinishReason.STOP || finish == FinishReason.STOP_SEQUENCE;
            ObjectNode event = Json.object().put("type", "message_delta");
            event.putObject("delta")
                    .put("stop_reason", AnthropicFinish.word(refused && stopped ? FinishReason.CONTENT_FILTER : finish))
                    .put("stop_sequence", stop);
            event.set("usage", AnthropicUsage.write(usage));
            Sse.event("message_delta", event, out);
        }
        if (!LAST.equals(passed)) {
            Sse.event(LAST, Json.object().put("type", LAST), out);
        }
    }

    @Override
    public void fail(GatewayError error, OutputStream out) throws IOException {
        byte[] bytes = AnthropicClientDialect.errorBody(error).getBytes(StandardCharsets.UTF_8);
        Sse.event("error", bytes, 0, bytes.length, out);
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a streamed chat completion: chunks, then usage if it was asked for, then {@code [DONE]}. */
final class OpenAiEncoder implements Encoder {

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final String model;
    private final boolean usageAsked;
    private final long created = Instant.now().getEpochSecond();
    private final Set<Integer> begun = new HashSet<>();
    private final Map<Integer, StringBuilder> thinking = new HashMap<>();
    private int seals;
    private String id = CallIds.fresh("chatcmpl-");
    private @Nullable Usage usage;

    OpenAiEncoder(String model, boolean usageAsked) {
        this.model = model;
        this.usageAsked = usageAsked;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public void write(ChatEvent event, OutputStream out) throws IOException {
        switch (event) {
            case ChatEvent.Started(String given, String _) -> id = given.isEmpty() ? id : given;
            case ChatEvent.TextDelta(int choice, String text) ->
                delta(choice, Json.object().put("content", text), out);
            case ChatEvent.ThinkingDelta(int choice, String text) -> {
                thinking.computeIfAbsent(choice, key -> new StringBuilder()).append(text);
                delta(choice, Json.object().put("reasoning_content", text), out);
            }
            case ChatEvent.ThinkingSealed(int choice, var seal) -> {
                StringBuilder sealed = thinking.remove(choice);
                ObjectNode delta = Json.object();
                delta.putArray("reasoning_details")
                        .add(OpenAiThinking.detail(sealed == null ? "" : sealed.toString(), seal, seals++));
                delta(choice, delta, out);
            }
            case ChatEvent.ToolCallStarted call -> delta(call.choice(), call(call), out);
            case ChatEvent.ToolCallDelta(int choice, int index, String arguments) -> {
                ObjectNode delta = Json.object();
                delta.putArray("tool_calls")
                        .addObject()
                        .put("index", index)
                        .putObject("function")
                        .put("arguments", arguments);
                delta(choice, delta, out);
            }
            case ChatEvent.RefusalDelta(int choice, String text) ->
                delta(choice, Json.object().put("refusal", text), out);
            case ChatEvent.Opaque(int choice, String dialect, JsonNode block) -> {
                if (dialect.equals(OpenAiProviderDialect.NAME) && block.has("logprobs")) {
                    choice(choice, Json.object(), null, block.get("logprobs"), out);
                }
            }
            case ChatEvent.Finished end ->
                choice(end.choice(), Json.object(), OpenAiFinish.word(end.reason()), null, out);
            case ChatEvent.UsageReported(Usage reported) -> usage = reported;
            case ChatEvent.Failed _ -> throw new IllegalArgumentException("A failure is not written as an event");
        }
    }

    private static ObjectNode call(ChatEvent.ToolCallStarted started) {
        ObjectNode delta = Json.object();
        ObjectNode call = delta.putArray("tool_calls")
                .addObject()
                .put("index", started.index())
                .put("id", started.id())
                .put("type", "function");
        call.putObject("function").put("name", started.name()).put("arguments", "");
        OpenAiThinking.seal(call, started.seal());
        return delta;
    }

    private void delta(int choice, ObjectNode delta, OutputStream out) throws IOException {
        choice(choice, delta, null, null, out);
    }

    private void choice(
            int index, ObjectNode delta, @Nullable String finish, @Nullable JsonNode logprobs, OutputStream out)
            throws IOException {
        if (begun.add(index)) {
            ObjectNode first = Json.object().put("role", "assistant").put("content", "");
            first.setAll(delta);
            delta = first;
        }
        ObjectNode chunk = chunk();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        if (logprobs != null) {
            choice.set("logprobs", logprobs);
        }
        choice.put("finish_reason", finish);
        event(chunk, out);
    }

    private ObjectNode chunk() {
        return Json.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", created)
                .put("model", model);
    }

    private static void event(ObjectNode chunk, OutputStream out) throws IOException {
        Sse.event(null, chunk, out);
    }

    @Override
    public void end(OutputStream out) throws IOException {
        if (usageAsked && usage != null) {
            ObjectNode chunk = chunk();
            chunk.putArray("choices");
            chunk.set("usage", OpenAiUsage.chat(usage));
            event(chunk, out);
        }
        out.write(DONE);
    }

    @Override
    public void fail(GatewayError error, OutputStream out) throws IOException {
        out.write(OpenAiClientDialect.errorEvent(Operation.CHAT, error).getBytes(StandardCharsets.UTF_8));
    }
}

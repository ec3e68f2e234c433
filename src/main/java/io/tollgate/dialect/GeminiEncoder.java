package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a streamed answer as Gemini does, which knows whole tool calls only: those are held until all their arguments
 * are there. The last chunk says why it ended and what was used.
 */
final class GeminiEncoder implements Encoder {

    private final String model;
    private final GeminiFraming framing;
    private final Map<Integer, Map<Integer, Call>> calls = new TreeMap<>();
    private final Map<Integer, String> finished = new TreeMap<>();
    private final Set<Integer> malformed = new HashSet<>();
    private final Set<Integer> thinking = new HashSet<>();
    private String id = CallIds.fresh("");
    private @Nullable Usage usage;

    /** A tool call whose arguments are still coming. */
    private record Call(ChatEvent.ToolCallStarted started, StringBuilder arguments) {}

    GeminiEncoder(String model, GeminiFraming framing) {
        this.model = model;
        this.framing = framing;
    }

    @Override
    public String contentType() {
        return framing.contentType();
    }

    @Override
    public void write(ChatEvent event, OutputStream out) throws IOException {
        switch (event) {
            case ChatEvent.Started(String given, String _) -> id = given.isEmpty() ? id : given;
            case ChatEvent.TextDelta(int choice, String text) -> part(choice, GeminiParts.text(text), out);
            case ChatEvent.RefusalDelta(int choice, String text) -> part(choice, GeminiParts.text(text), out);
            case ChatEvent.ThinkingDelta(int choice, String text) -> {
                part(choice, GeminiParts.thought(text), out);
                thinking.add(choice);
            }
            case ChatEvent.ThinkingSealed(int choice, Seal seal) -> sealed(choice, seal, out);
            case ChatEvent.ToolCallStarted call ->
                calls.computeIfAbsent(call.choice(), key -> new TreeMap<>())
                        .put(call.index(), new Call(call, new StringBuilder()));
            case ChatEvent.ToolCallDelta(int choice, int index, String arguments) -> {
                Call call = calls.getOrDefault(choice, Map.of()).get(index);
                if (call != null) {
                    call.arguments().append(arguments);
                }
            }
            case ChatEvent.Opaque(int choice, String dialect, JsonNode block) -> opaque(choice, dialect, block, out);
            case ChatEvent.Finished end -> finished.put(end.choice(), GeminiFinish.word(end.reason()));
            case ChatEvent.UsageReported(Usage reported) -> usage = reported;
            case ChatEvent.Failed _ -> throw new IllegalArgumentException("A failure is not written as an event");
        }
    }

    /** Another dialect's seal is always on a thought; one of Gemini's may be on a text. */
    private void sealed(int choice, Seal seal, OutputStream out) throws IOException {
        boolean thought = !GeminiSeal.isOwn(seal) || thinking.contains(choice);
        part(choice, GeminiParts.seal(thought ? GeminiParts.thought("") : GeminiParts.text(""), seal), out);
    }

    private void opaque(int choice, String dialect, JsonNode block, OutputStream out) throws IOException {
        ObjectNode candidate = Json.object();
        ArrayNode parts = Json.array();
        GeminiAnswerWriter.opaque(dialect, block, candidate, parts);
        if (!parts.isEmpty() || !candidate.isEmpty()) {
            ArrayNode before = made(choice);
            chunk(candidate(choice, before.addAll(parts)).setAll(candidate), out);
        }
    }

    private void part(int choice, ObjectNode part, OutputStream out) throws IOException {
        thinking.remove(choice);
        chunk(candidate(choice, made(choice).add(part)), out);
    }

    /** The calls that came before, now that something else follows. */
    private ArrayNode made(int choice) {
        ArrayNode parts = Json.array();
        Map<Integer, Call> held = calls.remove(choice);
        if (held != null) {
            for (Call call : held.values()) {
                ChatEvent.ToolCallStarted started = call.started();
                ObjectNode part = GeminiParts.call(
                        started.id(), started.name(), call.arguments().toString(), started.seal());
                if (part == null) {
                    malformed.add(choice);
                } else {
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    private static ObjectNode candidate(int choice, ArrayNode parts) {
        ObjectNode candidate = Json.object();
        candidate.putObject("content").put("role", "model").set("parts", parts);
        return candidate.put("index", choice);
    }

    private void chunk(ObjectNode candidate, OutputStream out) throws IOException {
        ObjectNode chunk = Json.object();
        chunk.putArray("candidates").add(candidate);
        send(chunk, out);
    }

    private void send(ObjectNode chunk, OutputStream out) throws IOException {
        chunk.put("modelVersion", model).put("responseId", id);
        byte[] bytes = Json.bytes(chunk);
        framing.element(bytes, 0, bytes.length, out);
    }

    @Override
    public void pass(@Nullable String event, byte[] data, int from, int to, OutputStream out) throws IOException {
        framing.element(data, from, to, out);
    }

    @Override
    public void end(OutputStream out) throws IOException {
        if (!finished.isEmpty()) {
            last(out);
        }
        framing.end(out);
    }

    private void last(OutputStream out) throws IOException {
        ObjectNode chunk = Json.object();
        ArrayNode candidates = chunk.putArray("candidates");
        finished.forEach((choice, word) -> {
            ArrayNode parts = made(choice);
            boolean broken = malformed.contains(choice) && word.equals("STOP");
            candidates.add(candidate(choice, parts.isEmpty() ? parts.add(GeminiParts.text("")) : parts)
                    .put("finishReason", broken ? GeminiFinish.MALFORMED_CALL : word));
        });
        if (usage != null) {
            chunk.set("usageMetadata", GeminiUsage.write(usage));
        }
        send(chunk, out);
    }

    @Override
    public void fail(GatewayError error, OutputStream out) throws IOException {
        byte[] bytes = GeminiError.write(error).getBytes(StandardCharsets.UTF_8);
        framing.element(bytes, 0, bytes.length, out);
        framing.end(out);
    }
}

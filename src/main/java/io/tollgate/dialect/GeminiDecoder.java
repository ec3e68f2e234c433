package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.FinishReason;
import io.tollgate.chat.Seal;
import io.tollgate.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the chunks of a streamed answer, and whole ones. A candidate ends when the stream does, because some models say
 * why they finished with every chunk.
 */
final class GeminiDecoder implements Decoder {

    /** What a candidate says of its parts that only Gemini's clients understand. */
    static final Set<String> REMARKS = Set.of("groundingMetadata", "citationMetadata", "urlContextMetadata");

    private static final String BLOCKED = "blockReason";

    private final Map<Integer, GeminiCalls> calls = new HashMap<>();
    private final Map<Integer, String> finished = new TreeMap<>();
    private boolean started;

    @Override
    public List<ChatEvent> read(@Nullable String event, byte[] data, int from, int to) throws StreamFormatException {
        if (from < to && data[from] == '[') {
            JsonNode list = Json.treeOrNull(new String(data, from, to - from, StandardCharsets.UTF_8));
            if (list == null) {
                throw new StreamFormatException("The answer is not valid JSON");
            }
            return chunks(list);
        }
        return chunks(Json.tree(data, from, to));
    }

    @Override
    public List<ChatEvent> end() {
        List<ChatEvent> events = new ArrayList<>();
        finished.forEach((choice, word) -> {
            GeminiCalls made = calls.get(choice);
            if (made != null) {
                made.close(events);
            }
            FinishReason reason = word.equals(BLOCKED)
                    ? FinishReason.CONTENT_FILTER
                    : GeminiFinish.of(word, made != null && made.any());
            events.add(new ChatEvent.Finished(choice, reason));
        });
        finished.clear();
        return events;
    }

    /** The events of a whole answer, or of a list of all its chunks. */
    static List<ChatEvent> whole(JsonNode answer) throws StreamFormatException {
        GeminiDecoder decoder = new GeminiDecoder();
        List<ChatEvent> events = new ArrayList<>(decoder.chunks(answer));
        if (events.stream().anyMatch(ChatEvent.Failed.class::isInstance)) {
            return events;
        }
        if (!decoder.started) {
            throw new StreamFormatException("The answer has no candidates");
        }
        if (answer.isObject()) {
            int place = 0;
            for (JsonNode candidate : answer.path("candidates")) {
                decoder.finished.putIfAbsent(candidate.path("index").asInt(place++), "STOP");
            }
        }
        events.addAll(decoder.end());
        return events;
    }

    private List<ChatEvent> chunks(JsonNode chunks) {
        List<ChatEvent> events = new ArrayList<>();
        for (JsonNode chunk : GeminiFields.each(chunks)) {
            JsonNode error = chunk.path("error");
            if (!error.isMissingNode() && !error.isNull()) {
                return List.of(new ChatEvent.Failed(Json.text(chunk)));
            }
            chunk(chunk, events);
        }
        return events;
    }

    private void chunk(JsonNode chunk, List<ChatEvent> events) {
        String blocked = chunk.path("promptFeedback").path(BLOCKED).asString("");
        boolean empty = chunk.path("candidates").isEmpty();
        if (!started && !(empty && blocked.isEmpty())) {
            started = true;
            events.add(new ChatEvent.Started(
                    chunk.path("responseId").asString(""),
                    chunk.path("modelVersion").asString("")));
        }
        int place = 0;
        for (JsonNode candidate : chunk.path("candidates")) {
            candidate(candidate, candidate.path("index").asInt(place++), events);
        }
        if (!blocked.isEmpty() && empty && finished.putIfAbsent(0, BLOCKED) == null) {
            events.add(new ChatEvent.RefusalDelta(0, "The prompt was blocked: " + blocked));
        }
        Usage usage = GeminiUsage.read(chunk.path("usageMetadata"));
        if (usage != null) {
            events.add(new ChatEvent.UsageReported(usage));
        }
    }

    private void candidate(JsonNode candidate, int index, List<ChatEvent> events) {
        for (JsonNode part : candidate.path("content").path("parts")) {
            part(part, index, events);
        }
        JsonNode logprobs = candidate.path("logprobsResult");
        if (logprobs.isObject()) {
            events.add(new ChatEvent.Opaque(index, OpenAiProviderDialect.NAME, GeminiLogprobs.toOpenAi(logprobs)));
        }
        for (String remark : REMARKS) {
            if (candidate.path(remark).isObject() && !candidate.path(remark).isEmpty()) {
                ObjectNode block = Json.object();
                block.set(remark, candidate.get(remark));
                events.add(new ChatEvent.Opaque(index, GeminiProviderDialect.NAME, block));
            }
        }
        String reason = candidate.path("finishReason").asString("");
        if (!reason.isEmpty()) {
            finished.put(index, reason);
        }
    }

    private void part(JsonNode part, int choice, List<ChatEvent> events) {
        String signature = part.path("thoughtSignature").asString("");
        Seal seal = signature.isEmpty() ? null : new Seal(GeminiProviderDialect.NAME, signature);
        GeminiCalls made = calls.computeIfAbsent(choice, GeminiCalls::new);
        if (part.path("functionCall").isObject()) {
            made.add(part.get("functionCall"), seal, events);
            return;
        }
        String text = part.path("text").asString("");
        if (!text.isEmpty()) {
            made.close(events);
            boolean thought = part.path("thought").asBoolean(false);
            events.add(thought ? new ChatEvent.ThinkingDelta(choice, text) : new ChatEvent.TextDelta(choice, text));
        } else if (!part.has("text") && !(part.size() == 1 && seal != null) && !part.isEmpty()) {
            made.close(events);
            events.add(new ChatEvent.Opaque(choice, GeminiProviderDialect.NAME, part));
            return;
        }
        if (seal != null) {
            made.close(events);
            events.add(new ChatEvent.ThinkingSealed(choice, seal));
        }
    }
}

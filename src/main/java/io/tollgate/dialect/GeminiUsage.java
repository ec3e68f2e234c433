package io.tollgate.dialect;

import io.tollgate.chat.Usage;
import io.tollgate.chat.Usage.Media;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gemini's {@code usageMetadata}: cached tokens lie inside the prompt's, thoughts and tools' prompts beside them. */
final class GeminiUsage {

    private static final long MAX = 1_000_000_000L;

    private GeminiUsage() {}

    /** What an answer's {@code usageMetadata} says; absent when it counts nothing, or counts that cannot be. */
    static @Nullable Usage read(JsonNode usage) {
        if (!usage.has("promptTokenCount") && !usage.has("candidatesTokenCount") && !usage.has("responseTokenCount")) {
            return null;
        }
        long prompt = count(usage.path("promptTokenCount"));
        long tools = count(usage.path("toolUsePromptTokenCount"));
        long cached = count(usage.path("cachedContentTokenCount"));
        long candidates =
                count(usage.path(usage.has("responseTokenCount") ? "responseTokenCount" : "candidatesTokenCount"));
        long thoughts = count(usage.path("thoughtsTokenCount"));
        if (prompt < 0 || tools < 0 || cached < 0 || candidates < 0 || thoughts < 0) {
            return null;
        }
        return new Usage(
                prompt + tools,
                cached,
                0,
                0,
                candidates + thoughts,
                thoughts,
                media(usage, "AUDIO"),
                media(usage, "IMAGE", "DOCUMENT"),
                media(usage, "VIDEO"),
                0,
                0,
                0,
                Usage.Unit.TOKEN,
                Usage.Source.PROVIDER);
    }

    /** The number; -1 when it cannot be a count. */
    private static long count(JsonNode number) {
        double value = number.asDouble(0);
        return value < 0 || value > MAX ? -1 : (long) value;
    }

    private static Media media(JsonNode usage, String... modalities) {
        Set<String> wanted = Set.of(modalities);
        return new Media(
                sum(usage.path("promptTokensDetails"), wanted) + sum(usage.path("toolUsePromptTokensDetails"), wanted),
                sum(usage.path("cacheTokensDetails"), wanted),
                sum(usage.path("candidatesTokensDetails"), wanted) + sum(usage.path("responseTokensDetails"), wanted));
    }

    private static long sum(JsonNode details, Set<String> modalities) {
        long sum = 0;
        for (JsonNode detail : details) {
            if (modalities.contains(detail.path("modality").asString(""))) {
                sum += Math.max(0, count(detail.path("tokenCount")));
            }
        }
        return sum;
    }

    static ObjectNode write(Usage usage) {
        ObjectNode node = Json.object()
                .put("promptTokenCount", usage.inputTokens())
                .put("candidatesTokenCount", usage.outputTokens() - usage.reasoningTokens())
                .put("totalTokenCount", usage.inputTokens() + usage.outputTokens());
        if (usage.cachedTokens() > 0) {
            node.put("cachedContentTokenCount", usage.cachedTokens());
        }
        if (usage.reasoningTokens() > 0) {
            node.put("thoughtsTokenCount", usage.reasoningTokens());
        }
        details(node, "promptTokensDetails", usage.inputTokens(), usage.audioInputTokens());
        details(
                node,
                "candidatesTokensDetails",
                usage.outputTokens() - usage.reasoningTokens(),
                usage.audioOutputTokens());
        return node;
    }

    private static void details(ObjectNode usage, String name, long all, long audio) {
        if (audio > 0) {
            ArrayNode details = usage.putArray(name);
            details.addObject().put("modality", "TEXT").put("tokenCount", Math.max(0, all - audio));
            details.addObject().put("modality", "AUDIO").put("tokenCount", audio);
        }
    }
}

package io.tollgate.dialect;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How long a request is, and how long its answer may become.
 *
 * @param promptTokens an estimate
 * @param maxTokens most tokens of one answer, where the client limits them
 * @param choices how many answers are asked for
 * @param seconds of sound, an estimate
 */
public record Extent(long promptTokens, @Nullable Long maxTokens, long choices, long seconds) {

    /** Sound is seldom packed denser. */
    private static final long BYTES_PER_SECOND = 4_000;

    static Extent ofSound(long bytes) {
        return new Extent(0, null, 1, Math.max(1, bytes / BYTES_PER_SECOND));
    }

    /** Of a request in a dialect where the longest answer has one of a few names. */
    static Extent of(ObjectNode body) {
        JsonNode config = body.path("generationConfig");
        Long limit = null;
        for (JsonNode node : new JsonNode[] {
            body.path("max_tokens"),
            config.path("maxOutputTokens"),
            body.path("options").path("num_predict")
        }) {
            limit = node.isIntegralNumber() && node.asLong(-1) >= 0 ? Long.valueOf(node.asLong()) : limit;
        }
        return new Extent(
                PromptEstimate.of(body), limit, config.path("candidateCount").asLong(1), 0);
    }
}

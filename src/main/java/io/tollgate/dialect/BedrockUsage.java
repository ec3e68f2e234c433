package io.tollgate.dialect;

import io.tollgate.chat.Usage;
import io.tollgate.chat.Usage.Media;
import tools.jackson.databind.JsonNode;

/** Bedrock's {@code usage}, in which tokens read from and written to a cache lie beside the input. */
final class BedrockUsage {

    private static final long MAX = 1_000_000_000L;

    private BedrockUsage() {}

    /** What was used; nothing where nothing is said. */
    static Usage read(JsonNode usage) {
        if (!usage.isObject() || usage.isEmpty()) {
            return Usage.NONE;
        }
        long read = count(usage, "cacheReadInputTokens");
        long written = count(usage, "cacheWriteInputTokens");
        long input = count(usage, "inputTokens") + read + written;
        return new Usage(
                input,
                read,
                written,
                hour(usage.path("cacheDetails")),
                count(usage, "outputTokens"),
                0,
                Media.NONE,
                Media.NONE,
                Media.NONE,
                0,
                0,
                0,
                Usage.Unit.TOKEN,
                Usage.Source.PROVIDER);
    }

    private static long hour(JsonNode details) {
        long sum = 0;
        for (JsonNode detail : details) {
            if (detail.path("ttl").asString("").equals("1h")) {
                sum += count(detail, "inputTokens");
            }
        }
        return sum;
    }

    private static long count(JsonNode usage, String name) {
        long count = usage.path(name).asLong(0);
        return count < 0 || count > MAX ? 0 : count;
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Usage;
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
        return Usage.ofTokens(input, read, written, count(usage, "outputTokens"), 0, 0, 0);
    }

    private static long count(JsonNode usage, String name) {
        long count = usage.path(name).asLong(0);
        return count < 0 || count > MAX ? 0 : count;
    }
}

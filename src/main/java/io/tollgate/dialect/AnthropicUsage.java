package io.tollgate.dialect;

import io.tollgate.chat.Usage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's {@code usage}, in which tokens read from and written to a cache lie beside the input. A stream says it
 * several times, each time with what is known by then.
 */
final class AnthropicUsage {

    private static final long MAX = 1_000_000_000L;

    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long output;
    private long thinking;

    /** Takes over what is said; what is not said stays. Whether anything was. */
    boolean absorb(JsonNode usage) {
        if (!usage.isObject() || usage.isEmpty()) {
            return false;
        }
        input = count(usage.path("input_tokens"), input);
        cacheRead = count(usage.path("cache_read_input_tokens"), cacheRead);
        cacheWrite = count(usage.path("cache_creation_input_tokens"), cacheWrite);
        output = count(usage.path("output_tokens"), output);
        thinking = count(usage.path("output_tokens_details").path("thinking_tokens"), thinking);
        return true;
    }

    private static long count(JsonNode said, long before) {
        if (!said.isIntegralNumber() || !said.canConvertToLong()) {
            return before;
        }
        long count = said.longValue();
        return count <= 0 || count > MAX ? before : count;
    }

    /** What was said so far. */
    Usage total() {
        return Usage.ofTokens(input + cacheRead + cacheWrite, cacheRead, cacheWrite, output, thinking, 0, 0);
    }

    static ObjectNode write(Usage usage) {
        ObjectNode node = Json.object()
                .put("input_tokens", usage.inputTokens() - usage.cachedTokens() - usage.cacheWriteTokens())
                .put("cache_creation_input_tokens", usage.cacheWriteTokens())
                .put("cache_read_input_tokens", usage.cachedTokens())
                .put("output_tokens", usage.outputTokens());
        if (usage.reasoningTokens() > 0) {
            node.putObject("output_tokens_details").put("thinking_tokens", usage.reasoningTokens());
        }
        return node;
    }
}

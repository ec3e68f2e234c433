package io.tollgate.dialect;

import io.tollgate.chat.Usage;
import io.tollgate.chat.Usage.Media;
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
    private long cacheWriteMinutes;
    private long cacheWriteHour;
    private long output;
    private long thinking;
    private long searches;

    /** Takes over what is said; what is not said stays. Whether anything was. */
    boolean absorb(JsonNode usage) {
        if (!usage.isObject() || usage.isEmpty()) {
            return false;
        }
        input = count(usage.path("input_tokens"), input);
        cacheRead = count(usage.path("cache_read_input_tokens"), cacheRead);
        cacheWrite = count(usage.path("cache_creation_input_tokens"), cacheWrite);
        JsonNode written = usage.path("cache_creation");
        cacheWriteMinutes = count(written.path("ephemeral_5m_input_tokens"), cacheWriteMinutes);
        cacheWriteHour = count(written.path("ephemeral_1h_input_tokens"), cacheWriteHour);
        output = count(usage.path("output_tokens"), output);
        searches = count(usage.path("server_tool_use").path("web_search_requests"), searches);
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
        long written = Math.max(cacheWrite, cacheWriteMinutes + cacheWriteHour);
        return new Usage(
                input + cacheRead + written,
                cacheRead,
                written,
                cacheWriteHour,
                output,
                thinking,
                Media.NONE,
                Media.NONE,
                Media.NONE,
                searches,
                0,
                0,
                Usage.Unit.TOKEN,
                Usage.Source.PROVIDER);
    }

    static ObjectNode write(Usage usage) {
        ObjectNode node = Json.object()
                .put("input_tokens", usage.inputTokens() - usage.cachedTokens() - usage.cacheWriteTokens())
                .put("cache_creation_input_tokens", usage.cacheWriteTokens())
                .put("cache_read_input_tokens", usage.cachedTokens())
                .put("output_tokens", usage.outputTokens());
        if (usage.cacheWriteHourTokens() > 0) {
            node.putObject("cache_creation")
                    .put("ephemeral_5m_input_tokens", usage.cacheWriteTokens() - usage.cacheWriteHourTokens())
                    .put("ephemeral_1h_input_tokens", usage.cacheWriteHourTokens());
        }
        if (usage.webSearches() > 0) {
            node.putObject("server_tool_use")
                    .put("web_search_requests", usage.webSearches())
                    .put("web_fetch_requests", 0);
        }
        if (usage.reasoningTokens() > 0) {
            node.putObject("output_tokens_details").put("thinking_tokens", usage.reasoningTokens());
        }
        return node;
    }
}

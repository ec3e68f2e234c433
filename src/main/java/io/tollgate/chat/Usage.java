package io.tollgate.chat;

/**
 * What one exchange used, as far as it is known.
 *
 * @param inputTokens tokens read, those read from and written to a cache included
 * @param cachedTokens the part of the input tokens read from a cache
 * @param cacheWriteTokens the part of the input tokens written to a cache
 * @param outputTokens tokens written, reasoning included
 * @param reasoningTokens the part of the output tokens spent on reasoning
 * @param audioInputTokens the part of the input tokens that is sound
 * @param audioOutputTokens the part of the output tokens that is sound
 * @param units how many of {@code unit}
 * @param unit what an operation is billed in when that is not tokens
 * @param source who counted
 */
public record Usage(
        long inputTokens,
        long cachedTokens,
        long cacheWriteTokens,
        long outputTokens,
        long reasoningTokens,
        long audioInputTokens,
        long audioOutputTokens,
        long units,
        Unit unit,
        Source source) {

    /** Nothing is known. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0, Unit.TOKEN, Source.NONE);

    /** What an operation is billed in. */
    public enum Unit {
        TOKEN,
        IMAGE,
        SECOND,
        CHARACTER
    }

    /** Who counted: the provider, the gateway by an estimate, or nobody. */
    public enum Source {
        PROVIDER,
        ESTIMATED,
        NONE
    }

    /** Token counts as a provider stated them; counts that contradict each other are drawn into range. */
    public static Usage ofTokens(long input, long cached, long output, long reasoning) {
        return ofTokens(input, cached, 0, output, reasoning, 0, 0);
    }

    /** Token counts as a provider stated them, with all their parts; drawn into range. */
    public static Usage ofTokens(
            long input, long cached, long cacheWrite, long output, long reasoning, long audioInput, long audioOutput) {
        long read = Math.min(cached, input);
        return new Usage(
                input,
                read,
                Math.min(cacheWrite, input - read),
                output,
                Math.min(reasoning, output),
                Math.min(audioInput, input),
                Math.min(audioOutput, output),
                0,
                Unit.TOKEN,
                Source.PROVIDER);
    }

    /** A count of billing units the gateway took from the request or the answer. */
    public static Usage ofUnits(long units, Unit unit, Source source) {
        return new Usage(0, 0, 0, 0, 0, 0, 0, units, unit, source);
    }
}

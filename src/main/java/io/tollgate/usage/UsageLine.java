package io.tollgate.usage;

import org.jspecify.annotations.Nullable;

/**
 * Sums of one group of exchanges.
 *
 * @param period the part of the period asked for that the group is in
 * @param label what it is grouped by
 * @param then what it is also grouped by; absent where it is by one thing only
 * @param cachedTokens are among the input tokens
 * @param cacheWriteTokens are among the input tokens
 * @param reasoningTokens are among the output tokens
 * @param units what is counted otherwise than by tokens
 * @param costNano nano-dollars, without the exchanges whose cost is unknown
 * @param unpriced exchanges whose cost is unknown because a price is missing
 * @param estimated exchanges whose tokens were estimated
 * @param firstByteP50Micros absent when no answer began
 */
public record UsageLine(
        Period period,
        UsageLabel label,
        @Nullable UsageLabel then,
        long requests,
        long errors,
        long inputTokens,
        long cachedTokens,
        long cacheWriteTokens,
        long outputTokens,
        long reasoningTokens,
        long units,
        long costNano,
        long unpriced,
        long estimated,
        @Nullable Long firstByteP50Micros,
        @Nullable Long firstByteP95Micros) {

    static UsageLine of(Period period, UsageLabel label, @Nullable UsageLabel then, Tally sum) {
        return new UsageLine(
                period,
                label,
                then,
                sum.requests(),
                sum.errors(),
                sum.inputTokens(),
                sum.cachedTokens(),
                sum.cacheWriteTokens(),
                sum.outputTokens(),
                sum.reasoningTokens(),
                sum.units(),
                sum.costNano(),
                sum.unpriced(),
                sum.estimated(),
                sum.firstByte().percentile(0.5),
                sum.firstByte().percentile(0.95));
    }

    /** The part of the exchanges that failed, from 0 to 1. */
    public double errorRate() {
        return requests == 0 ? 0 : (double) errors / requests;
    }
}

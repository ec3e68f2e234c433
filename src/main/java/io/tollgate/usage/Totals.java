package io.tollgate.usage;

import org.jspecify.annotations.Nullable;

/**
 * What was used in a period.
 *
 * @param errors exchanges that failed; one the client broke off is none
 * @param unpriced exchanges whose cost is unknown because a price is missing
 * @param firstByteP95Micros absent when no answer began
 */
public record Totals(
        long requests,
        long errors,
        long inputTokens,
        long outputTokens,
        long costNano,
        long unpriced,
        @Nullable Long firstByteP95Micros) {

    /** The part of the exchanges that failed, from 0 to 1. */
    public double errorRate() {
        return requests == 0 ? 0 : (double) errors / requests;
    }
}

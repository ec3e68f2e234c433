package io.tollgate.limit;

import org.jspecify.annotations.Nullable;

/**
 * What counters said at one moment, for a comparison with the ledger.
 *
 * @param revision grows whenever they were set otherwise than by a request
 * @param running requests under way
 * @param dayStart when the day began, in milliseconds since 1970
 * @param requests admitted in that day
 * @param period the budget's; absent without one
 * @param spendStart when the budget's present period began; the least number when it has no beginning
 * @param spentNano spent in it
 */
record Glimpse(
        long revision,
        long running,
        long dayStart,
        long requests,
        @Nullable BudgetPeriod period,
        long spendStart,
        long spentNano) {

    /** Whether another one tells of the same stretches of time, and nobody has set anything in between. */
    boolean isComparable(Glimpse later) {
        return revision == later.revision
                && dayStart == later.dayStart
                && period == later.period
                && spendStart == later.spendStart;
    }
}

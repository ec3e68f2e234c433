package io.tollgate.console;

import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key or a team spent, and how its budget is used up.
 *
 * @param sums today, this week and this month
 * @param budget absent: it has none
 * @param zone whose midnight counts
 */
record SpendingCard(List<Sum> sums, @Nullable Use budget, ZoneId zone) {

    /**
     * What was spent in a period so far.
     *
     * @param logs the address of the exchanges behind it
     */
    record Sum(BudgetPeriod period, long nano, String logs) {}

    /**
     * How much of a budget is used.
     *
     * @param spent in its present period, with the exchanges behind it
     * @param limits the address of what may be spent
     * @param chart what is left, step by step, as JSON
     */
    record Use(Budget budget, Sum spent, long reservedNano, String limits, BurnDown burnDown, String chart) {

        /** What new requests may spend; less than nothing when more was spent than was meant to be. */
        public long leftNano() {
            return budget.amountNano() - spent.nano() - reservedNano;
        }
    }
}

package io.tollgate.limit;

import org.jspecify.annotations.Nullable;

/** What was spent in the present period of a budget, if there is one, and what is reserved. Not for several threads. */
final class Purse {

    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Clocks clocks;
    private @Nullable CalendarWindow spend;
    private long reservedNano;
    private long refusedNano;
    private long refusedIn;

    Purse(Clocks clocks) {
        this.clocks = clocks;
    }

    @Nullable
    BudgetPeriod period() {
        return spend == null ? null : spend.period();
    }

    void advance(long millis) {
        if (spend != null) {
            spend.advance(millis);
        }
    }

    @Nullable
    Denial check(Allowance allowance, Demand demand, long millis) {
        Budget budget = allowance.budget();
        if (budget == null || spend == null) {
            return null;
        }
        spend.advance(millis);
        long left = budget.amountNano() - spend.used();
        if (left <= 0 || left < demand.costNano()) {
            refusedNano = budget.amountNano();
            refusedIn = spend.start();
            return allowance.denial(Limit.BUDGET, budget.amountNano(), nanosUntilNext(spend, millis));
        }
        return left - reservedNano >= demand.costNano()
                ? null
                : allowance.denial(Limit.BUDGET_RESERVED, budget.amountNano(), Counters.NANOS_UNTIL_AN_END);
    }

    private static long nanosUntilNext(CalendarWindow window, long millis) {
        return window.end() == Long.MAX_VALUE ? Denial.NEVER : (window.end() - millis) * NANOS_PER_MILLI;
    }

    void reserve(long nano) {
        reservedNano += nano;
    }

    /** Puts what it cost in place of what was reserved; where nobody knows that, it cost what was reserved. */
    void settle(Hold hold, @Nullable Long costNano) {
        reservedNano -= hold.costNano();
        if (spend != null) {
            spend.advance(clocks.millis());
            spend.add(hold.millis(), costNano == null ? hold.costNano() : costNano);
        }
    }

    /** Counts by a period from now on, with what was spent in it by a time, and since the one before it began. */
    void follow(BudgetPeriod period, long millis, long nano, long sincePrevious) {
        spend = new CalendarWindow(period, clocks.zone(), millis);
        spend.restore(nano, sincePrevious);
    }

    /** Adds to what was spent at a time; whether it counts. */
    boolean correct(long millis, long nano) {
        if (spend == null) {
            return false;
        }
        spend.advance(clocks.millis());
        spend.add(millis, nano);
        return true;
    }

    /** Adds to what was spent at a time of the period it stands at. */
    void adopt(long millis, long nano) {
        if (spend != null) {
            spend.add(millis, nano);
        }
    }

    /** When the present period began, in milliseconds since 1970; 0 without one. */
    long start() {
        return spend == null ? 0 : spend.start();
    }

    /** When the present period ends, in milliseconds since 1970; the greatest number when it does not. */
    long end() {
        return spend == null ? Long.MAX_VALUE : spend.end();
    }

    long spentNano() {
        return spend == null ? 0 : spend.used();
    }

    long reservedNano() {
        return reservedNano;
    }

    /** The budget that did not do for a request in the present period; 0 when it has done for all. */
    long refusedNano() {
        return spend == null || spend.start() != refusedIn ? 0 : refusedNano;
    }
}

package io.tollgate.console;

import io.tollgate.limit.Budget;
import io.tollgate.usage.SpendReports.Hour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a budget is used up, step by step, and when it will be at the present pace.
 *
 * @param when what is left is spent at this pace; absent unless it is told
 */
record BurnDown(List<Step> steps, Outlook outlook, @Nullable String when) {

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Duration YEARS = Duration.ofDays(3_650);

    /**
     * What is left at the end of a step, or now.
     *
     * @param leftNano nano-dollars; absent for what is to come
     * @param evenNano what would be left of a budget that is spent evenly; absent for one without an end
     */
    record Step(
            String label, @Nullable Long leftNano, @Nullable Long evenNano) {}

    /** What the present pace comes to. */
    enum Outlook {
        /** Too little time has passed to tell. */
        EARLY,
        /** Nothing was spent. */
        IDLE,
        SPENT,
        RUNS_OUT,
        RUNS_OUT_TODAY,
        LASTS,
        LASTS_YEARS
    }

    /**
     * Works it out.
     *
     * @param spentNano spent in the budget's present period
     * @param hours what was spent in the stretch, hour by hour
     * @param since when there was something that could be spent: the pace is reckoned from then on
     */
    static BurnDown of(
            Budget budget, long spentNano, List<Hour> hours, BudgetStretch stretch, Instant since, Instant now) {
        long within = hours.stream().mapToLong(Hour::costNano).sum();
        long before = stretch.isPeriod() ? 0 : Math.max(0, spentNano - within);
        List<Step> steps = new ArrayList<>();
        Instant last = stretch.from();
        for (Instant end : stretch.ends()) {
            Long left = null;
            if (!end.isAfter(now)) {
                left = budget.amountNano() - before - until(end, hours);
            } else if (!last.isAfter(now)) {
                left = budget.amountNano() - spentNano;
            }
            steps.add(new Step(stretch.label(end), left, stretch.isPeriod() ? even(budget, stretch, end) : null));
            last = end;
        }
        Instant began = since.isAfter(stretch.from()) ? since : stretch.from();
        Pace pace = new Pace(spentNano - before, budget.amountNano() - spentNano, Duration.between(began, now));
        return outlook(steps, pace, stretch, now);
    }

    /** What was spent before a moment; where it is within an hour, the hour's middle decides. */
    private static long until(Instant end, List<Hour> hours) {
        return hours.stream()
                .filter(hour -> hour.start().plus(HALF_AN_HOUR).isBefore(end))
                .mapToLong(Hour::costNano)
                .sum();
    }

    private static Long even(Budget budget, BudgetStretch stretch, Instant end) {
        double whole = Duration.between(stretch.from(), stretch.to()).toMillis();
        return Math.round(
                budget.amountNano() * (Duration.between(end, stretch.to()).toMillis() / whole));
    }

    private static BurnDown outlook(List<Step> steps, Pace pace, BudgetStretch stretch, Instant now) {
        if (pace.left() <= 0) {
            return new BurnDown(steps, Outlook.SPENT, null);
        }
        if (pace.time().compareTo(stretch.step()) < 0) {
            return new BurnDown(steps, Outlook.EARLY, null);
        }
        if (pace.spent() <= 0) {
            return new BurnDown(steps, Outlook.IDLE, null);
        }
        Instant horizon = stretch.isPeriod() ? stretch.to() : now.plus(YEARS);
        if (pace.millisLeft() >= Duration.between(now, horizon).toMillis()) {
            return new BurnDown(steps, stretch.isPeriod() ? Outlook.LASTS : Outlook.LASTS_YEARS, null);
        }
        return new BurnDown(
                steps,
                stretch.isOfHours() ? Outlook.RUNS_OUT_TODAY : Outlook.RUNS_OUT,
                stretch.written(now.plusMillis((long) pace.millisLeft())));
    }

    /** So much was spent in some time, and so much is left. */
    private record Pace(long spent, long left, Duration time) {

        double millisLeft() {
            return (double) left / spent * time.toMillis();
        }
    }
}

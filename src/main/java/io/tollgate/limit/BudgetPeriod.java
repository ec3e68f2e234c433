package io.tollgate.limit;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * A stretch of the calendar that begins anew at midnight: every day, every Monday, every first of a month, or never.
 */
public enum BudgetPeriod {
    DAY,
    WEEK,
    MONTH,
    TOTAL;

    /**
     * When the period around an instant began, in milliseconds since 1970; the least number when it has no beginning.
     */
    long startMillis(Instant instant, ZoneId zone) {
        return this == TOTAL ? Long.MIN_VALUE : millis(first(LocalDate.ofInstant(instant, zone)), zone);
    }

    /** When the next period begins, in milliseconds since 1970; the greatest number when there is none. */
    long endMillis(Instant instant, ZoneId zone) {
        LocalDate first = first(LocalDate.ofInstant(instant, zone));
        return switch (this) {
            case DAY -> millis(first.plusDays(1), zone);
            case WEEK -> millis(first.plusWeeks(1), zone);
            case MONTH -> millis(first.plusMonths(1), zone);
            case TOTAL -> Long.MAX_VALUE;
        };
    }

    private LocalDate first(LocalDate day) {
        return switch (this) {
            case DAY, TOTAL -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
    }

    private static long millis(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}

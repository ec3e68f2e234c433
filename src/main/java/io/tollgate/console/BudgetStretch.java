package io.tollgate.console;

import io.tollgate.limit.BudgetPeriod;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The stretch of the calendar that a budget is looked at in: its present period, or the last 30 days of a budget for
 * good. It has steps of an hour when it is a day, and of a day otherwise.
 *
 * @param to the first instant that is not in it
 * @param zone whose midnight counts
 */
record BudgetStretch(BudgetPeriod period, Instant from, Instant to, ZoneId zone) {

    private static final int LASTING_DAYS = 30;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    static BudgetStretch around(Instant now, BudgetPeriod period, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalDate first = first(today, period);
        LocalDate next = switch (period) {
            case DAY, TOTAL -> today.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
        };
        return new BudgetStretch(period, start(first, zone), start(next, zone), zone);
    }

    private static LocalDate first(LocalDate today, BudgetPeriod period) {
        return switch (period) {
            case DAY -> today;
            case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> today.withDayOfMonth(1);
            case TOTAL -> today.minusDays(LASTING_DAYS - 1);
        };
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** Whether it ends because its period does. */
    boolean isPeriod() {
        return period != BudgetPeriod.TOTAL;
    }

    /** How long a step is, where no clock is put forward or back. */
    Duration step() {
        return isOfHours() ? Duration.ofHours(1) : Duration.ofDays(1);
    }

    /** Whether its steps are hours. */
    boolean isOfHours() {
        return period == BudgetPeriod.DAY;
    }

    /** When its steps end, the last at its own end. */
    List<Instant> ends() {
        List<Instant> ends = new ArrayList<>();
        for (Instant end = after(from); end.isBefore(to); end = after(end)) {
            ends.add(end);
        }
        ends.add(to);
        return List.copyOf(ends);
    }

    private Instant after(Instant end) {
        return isOfHours()
                ? end.plus(step())
                : start(LocalDate.ofInstant(end, zone).plusDays(1), zone);
    }

    /** A moment in it, as finely as its steps: {@code 2026-11-20}, or {@code 08:00}. */
    String written(Instant moment) {
        return isOfHours()
                ? TIME.format(moment.atZone(zone))
                : LocalDate.ofInstant(moment, zone).toString();
    }

    /** The step that ends at a moment: its day, or the hour it ends at. */
    String label(Instant end) {
        return written(isOfHours() ? end : end.minusMillis(1));
    }
}

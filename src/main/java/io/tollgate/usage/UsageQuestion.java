package io.tollgate.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * What is asked of the sums: a number of whole days, told apart by something. Up to a week is counted hour by hour,
 * with the days of any zone; more, and what is too old for hours, is counted by the days of UTC.
 *
 * @param last the last day, which is in it
 * @param zone whose days are meant, as far as hours are counted
 * @param hourly whether hours are counted
 */
public record UsageQuestion(LocalDate first, LocalDate last, ZoneId zone, Grouping by, boolean hourly) {

    private static final int HOURLY_DAYS = 7;

    /**
     * Counted as finely as may be.
     *
     * @param hoursKept since when there are sums of hours
     */
    public static UsageQuestion of(LocalDate first, LocalDate last, ZoneId zone, Grouping by, Instant hoursKept) {
        boolean hourly = ChronoUnit.DAYS.between(first, last) < HOURLY_DAYS
                && !first.atStartOfDay(zone).toInstant().isBefore(hoursKept);
        return new UsageQuestion(first, last, zone, by, hourly);
    }

    /** Whose days are counted. */
    public ZoneId countedZone() {
        return hourly() ? zone : ZoneOffset.UTC;
    }

    /** What the groups are: without hours, days. */
    public Grouping countedBy() {
        return by == Grouping.HOUR && !hourly() ? Grouping.DAY : by;
    }

    /** From the first hour to the last; a day that begins within an hour of UTC begins with that hour. */
    public Period period() {
        return new Period(start(first), start(last.plusDays(1)));
    }

    private Instant start(LocalDate day) {
        return Grouping.hourOf(day.atStartOfDay(countedZone()).toInstant());
    }
}

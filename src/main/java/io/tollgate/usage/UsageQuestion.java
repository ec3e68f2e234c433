package io.tollgate.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the sums: a number of whole days, told apart by one thing or two. Up to a week is counted hour by
 * hour, with the days of any zone; more, and what is too old for hours, is counted by the days of UTC.
 *
 * @param last the last day, which is in it
 * @param zone whose days are meant, as far as hours are counted
 * @param then by what they are told apart within that; absent for nothing
 * @param hourly whether hours are counted
 */
public record UsageQuestion(
        LocalDate first,
        LocalDate last,
        ZoneId zone,
        Grouping by,
        @Nullable Grouping then,
        boolean hourly) {

    private static final int HOURLY_DAYS = 7;

    /**
     * Counted as finely as may be.
     *
     * @param hoursKept since when there are sums of hours
     */
    public static UsageQuestion of(LocalDate first, LocalDate last, ZoneId zone, Grouping by, Instant hoursKept) {
        boolean hourly = ChronoUnit.DAYS.between(first, last) < HOURLY_DAYS
                && !first.atStartOfDay(zone).toInstant().isBefore(hoursKept);
        return new UsageQuestion(first, last, zone, by, null, hourly);
    }

    /** The same, told apart by another thing as well; the same thing again, or time within time, counts for nothing. */
    public UsageQuestion then(@Nullable Grouping other) {
        boolean counts = other != null && other != by && !(other.isTime() && by.isTime());
        return new UsageQuestion(first, last, zone, by, counts ? other : null, hourly);
    }

    /** The same until another day, counted by days. */
    public UsageQuestion until(LocalDate day) {
        return new UsageQuestion(first, day, zone, by, then, false);
    }

    /** Whose days are counted. */
    public ZoneId countedZone() {
        return hourly() ? zone : ZoneOffset.UTC;
    }

    /** What the groups are: without hours, days. */
    public Grouping countedBy() {
        return counted(by);
    }

    /** What the groups within the groups are; absent for none. */
    public @Nullable Grouping countedThen() {
        return then == null ? null : counted(then);
    }

    private Grouping counted(Grouping grouping) {
        return grouping == Grouping.HOUR && !hourly() ? Grouping.DAY : grouping;
    }

    /** From the first hour to the last; a day that begins within an hour of UTC begins with that hour. */
    public Period period() {
        return new Period(start(first), start(last.plusDays(1)));
    }

    private Instant start(LocalDate day) {
        return Grouping.hourOf(day.atStartOfDay(countedZone()).toInstant());
    }
}

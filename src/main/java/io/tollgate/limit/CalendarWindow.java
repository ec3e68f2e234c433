package io.tollgate.limit;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What was counted in the present period of the calendar. When the clock is set back into an earlier period, what was
 * counted goes with it: a period that was used up does not open again. Not for several threads.
 */
final class CalendarWindow {

    private static final long NEVER = Long.MIN_VALUE;

    private final BudgetPeriod period;
    private final ZoneId zone;
    private long start;
    private long end;
    private long used;
    private long previousStart = NEVER;
    private long previousUsed;

    CalendarWindow(BudgetPeriod period, ZoneId zone, long nowMillis) {
        this.period = period;
        this.zone = zone;
        open(nowMillis);
    }

    BudgetPeriod period() {
        return period;
    }

    /** Moves to the period of a time. */
    void advance(long nowMillis) {
        if (nowMillis >= end) {
            previousStart = start;
            previousUsed = used;
            used = 0;
            open(nowMillis);
        } else if (nowMillis < start) {
            open(nowMillis);
            takePreviousAlong();
        }
    }

    private void takePreviousAlong() {
        if (previousStart >= start) {
            used += previousUsed;
            previousStart = NEVER;
            previousUsed = 0;
        }
    }

    private void open(long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        start = period.startMillis(now, zone);
        end = period.endMillis(now, zone);
    }

    long used() {
        return used;
    }

    /** When the present period ends, in milliseconds since 1970. */
    long end() {
        return end;
    }

    /** When the present period began, in milliseconds since 1970. */
    long start() {
        return start;
    }

    /** Counts an amount in the period of the time it belongs to, if that is the present one or the one before. */
    void add(long atMillis, long amount) {
        if (atMillis >= start) {
            used += amount;
        } else if (atMillis >= previousStart && previousStart != NEVER) {
            previousUsed += amount;
        }
    }

    /**
     * Puts in place what was counted before.
     *
     * @param amount since the present period began
     * @param withPrevious since the period before it began: the clock may be set back into it
     */
    void restore(long amount, long withPrevious) {
        used = amount;
        previousStart = start == NEVER ? NEVER : period.startMillis(Instant.ofEpochMilli(start - 1), zone);
        previousUsed = withPrevious - amount;
    }
}

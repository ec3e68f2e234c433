package io.tollgate.limit;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What was counted in the present period of the calendar. When the clock is set back into an earlier period, what was
 * counted since goes with it: a period that was used up does not open again. Not for several threads.
 */
final class CalendarWindow {

    private static final long NEVER = Long.MIN_VALUE;
    private static final int MOST_EARLIER = 8;

    private final BudgetPeriod period;
    private final ZoneId zone;
    private long start;
    private long end;
    private long used;
    private final List<Earlier> earlier = new ArrayList<>(1); // the latest last

    /** What was counted in a period before. */
    private record Earlier(long start, long used) {}

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
            if (earlier.size() == MOST_EARLIER) {
                earlier.removeFirst();
            }
            earlier.add(new Earlier(start, used));
            used = 0;
            open(nowMillis);
        } else if (nowMillis < start) {
            open(nowMillis);
            takeLaterAlong();
        }
    }

    private void takeLaterAlong() {
        while (!earlier.isEmpty() && earlier.getLast().start() >= start) {
            used += earlier.removeLast().used();
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

    /** Counts an amount in the period of the time it belongs to, if that is the present one or one of those before. */
    void add(long atMillis, long amount) {
        if (atMillis >= start) {
            used += amount;
            return;
        }
        for (int i = earlier.size() - 1; i >= 0; i--) {
            Earlier before = earlier.get(i);
            if (atMillis >= before.start()) {
                earlier.set(i, new Earlier(before.start(), before.used() + amount));
                return;
            }
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
        earlier.clear();
        if (start != NEVER) {
            long previous = period.startMillis(Instant.ofEpochMilli(start - 1), zone);
            earlier.add(new Earlier(previous, withPrevious - amount));
        }
    }
}

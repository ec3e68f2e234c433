package io.tollgate.limit;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * The two kinds of time that limits go by: minutes by a clock nobody sets, days by the calendar.
 *
 * @param nanos never goes back, like {@link System#nanoTime()}
 * @param zone whose midnight counts
 */
record Clocks(LongSupplier nanos, InstantSource wall, ZoneId zone) {

    long nanoTime() {
        return nanos.getAsLong();
    }

    long millis() {
        return wall.millis();
    }
}

package io.tollgate.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The two kinds of time, as a test sets them. */
final class Time {

    private long nanos;
    private Instant wall;
    private final ZoneId zone;

    Time(String wall, String zone) {
        this.wall = Instant.parse(wall);
        this.zone = ZoneId.of(zone);
    }

    static Time utc() {
        return new Time("2026-11-21T12:00:00Z", "UTC");
    }

    Clocks clocks() {
        return new Clocks(() -> nanos, () -> wall, zone);
    }

    void passes(Duration time) {
        nanos += time.toNanos();
        wall = wall.plus(time);
    }

    /** Somebody sets the clock. */
    void steps(Duration by) {
        wall = wall.plus(by);
    }

    void comes(String instant) {
        Duration until = Duration.between(wall, Instant.parse(instant));
        passes(until);
    }

    long nanos() {
        return nanos;
    }

    Instant wall() {
        return wall;
    }

    ZoneId zone() {
        return zone;
    }
}

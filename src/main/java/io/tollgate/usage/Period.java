package io.tollgate.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A stretch of time that usage is reported for; the first instant is in it, the last is not. */
public record Period(Instant from, Instant to) {

    /** The stretch that ends now. */
    public static Period last(Duration length, Instant now) {
        return new Period(now.minus(length), now);
    }

    /** The stretch that ends with the minute under way. */
    public static Period lastMinutes(Duration length, Instant now) {
        return last(length, now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES));
    }

    /** The stretch of the same length just before. */
    public Period previous() {
        return new Period(from.minus(Duration.between(from, to)), from);
    }

    /** The smallest UUIDv7 of a millisecond since 1970: ids sort by time. */
    static UUID idAt(Instant instant) {
        return new UUID(Math.max(0, instant.toEpochMilli()) << 16 | 0x7000, 0x8000_0000_0000_0000L);
    }
}

package io.tollgate.usage;

import java.time.Duration;
import java.time.Instant;

/**
 * How a provider's calls ended whose exchanges began in a quarter of an hour.
 *
 * @param calls all of them
 * @param failed those that got no answer because of the provider: trouble of its own, or of its account
 * @param refused those that it refused for another reason: a wrong request, or too many of them
 */
public record Quarter(Instant start, long calls, long failed, long refused) {

    /** How long each is. */
    public static final Duration LENGTH = Duration.ofMinutes(15);

    /** The start of the one that a moment is in. */
    public static Instant startOf(Instant moment) {
        long length = LENGTH.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), length) * length);
    }

    Quarter plus(Quarter other) {
        return new Quarter(start, calls + other.calls, failed + other.failed, refused + other.refused);
    }
}

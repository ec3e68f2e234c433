package io.tollgate.limit;

import java.time.Duration;

/**
 * What is left of a limit.
 *
 * @param reset until all of it is there again
 */
public record Standing(long limit, long remaining, Duration reset) {

    static Standing of(long limit, long used, long nanos) {
        return new Standing(limit, Math.max(0, limit - used), Duration.ofNanos(Math.max(0, nanos)));
    }

    /** Whether less is left than of another. */
    boolean isTighterThan(Standing other) {
        return remaining < other.remaining;
    }
}

package io.tollgate.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing was reserved; nothing was counted either.
 *
 * @param allowed how much the limit allows: requests, tokens or nano-dollars
 * @param waitNanos how long until the same request is worth another try; {@link #NEVER} when it is not
 */
public record Denial(Scope scope, Limit limit, long allowed, long waitNanos) implements Verdict {

    static final long NEVER = Long.MAX_VALUE;

    /** How long until the same request is worth another try; absent when it is not. */
    public @Nullable Duration retryAfter() {
        return waitNanos == NEVER ? null : Duration.ofNanos(waitNanos);
    }

    /** Whether money is missing, which no waiting brings back. */
    public boolean isSpent() {
        return limit == Limit.BUDGET;
    }

    /** The one that passes sooner. */
    public Denial sooner(@Nullable Denial other) {
        return other == null || waitNanos <= other.waitNanos ? this : other;
    }

    /** The one that matters more: money first, then the longer wait. */
    static @Nullable Denial worse(@Nullable Denial one, @Nullable Denial other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one.isSpent() != other.isSpent()) {
            return one.isSpent() ? one : other;
        }
        return other.waitNanos > one.waitNanos ? other : one;
    }
}

package io.tollgate.routing;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps retries from drowning a provider that is overloaded: only so many may be made for every hundred requests. What
 * was not used is kept, up to a bound; and a few a second are always allowed, so that single requests can be retried.
 */
final class RetryBudget {

    /** What a retry costs; a request brings in a part of it. */
    private static final long RETRY = 100;

    private static final long MOST = 500 * RETRY;
    private static final long FLOOR = 20 * RETRY;
    private static final long NANOS_PER_RETRY = 500_000_000L;

    private final int percent;
    private final LongSupplier clock;
    private final AtomicLong left = new AtomicLong(FLOOR);
    private final AtomicLong filledAt;

    /** @param percent how many retries a hundred requests allow */
    RetryBudget(int percent, LongSupplier clock) {
        this.percent = percent;
        this.clock = clock;
        this.filledAt = new AtomicLong(clock.getAsLong());
    }

    /** A request has come. */
    void request() {
        if (left.get() < MOST) {
            left.addAndGet(percent);
        }
    }

    /** Whether a retry may be made now. */
    boolean take() {
        fill();
        long before = left.getAndUpdate(tokens -> tokens >= RETRY ? tokens - RETRY : tokens);
        return before >= RETRY;
    }

    /** Two retries a second are always allowed, and twenty after a rest. */
    private void fill() {
        long at = filledAt.get();
        long retries = (clock.getAsLong() - at) / NANOS_PER_RETRY;
        if (retries > 0 && filledAt.compareAndSet(at, at + retries * NANOS_PER_RETRY)) {
            long tokens = Math.min(FLOOR, retries * RETRY);
            left.updateAndGet(before -> before >= FLOOR ? before : Math.min(FLOOR, before + tokens));
        }
    }
}

package io.tollgate.limit;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One limit on the requests of a minute, for each of many that nobody knows beforehand. Only so many are followed at a
 * time: beyond that, whoever is new is let in.
 */
public final class Turnstile {

    private static final int MOST = 10_000;

    private final long perMinute;
    private final LongSupplier nanos;
    private final Map<Object, SlidingWindow> windows = new HashMap<>();
    private long sweptAt;

    /**
     * A limit.
     *
     * @param perMinute negative: none
     * @param nanos never goes back, like {@link System#nanoTime()}
     */
    public Turnstile(long perMinute, LongSupplier nanos) {
        this.perMinute = perMinute;
        this.nanos = nanos;
        this.sweptAt = nanos.getAsLong();
    }

    /** Whether nothing is limited. */
    public boolean isOpen() {
        return perMinute < 0;
    }

    /** Counts a request, or says why it may not come in. */
    public synchronized @Nullable Denial pass(Object who) {
        if (isOpen()) {
            return null;
        }
        long now = nanos.getAsLong();
        SlidingWindow window = windows.get(who);
        if (window == null) {
            sweep(now);
            window = new SlidingWindow(now);
            if (windows.size() < MOST) {
                windows.put(who, window);
            }
        }
        window.advance(now);
        if (window.sum() >= perMinute) {
            long wait = perMinute == 0 ? Denial.NEVER : window.nanosUntilFreed(window.sum() - perMinute + 1, now);
            return new Denial(Scope.KEY, Limit.REQUESTS_PER_MINUTE, perMinute, wait);
        }
        window.add(1);
        return null;
    }

    /** Forgets those that made no request for a minute, now and then when room is short. */
    private void sweep(long now) {
        if (windows.size() >= MOST && now - sweptAt > SlidingWindow.SLOT_NANOS) {
            sweptAt = now;
            windows.values().removeIf(window -> {
                window.advance(now);
                return window.sum() == 0;
            });
        }
    }
}

package io.tollgate.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * How much can be under way at one time. Whoever is beyond that is turned away before anything of the request is read,
 * so that those who are served are served as well as without them.
 */
final class Capacity {

    private static final int KILOBYTE = 1024;
    /** Beyond this, a body lies in a file, unless all of it has to be looked at. */
    static final int MOST_IN_MEMORY = 1024 * KILOBYTE;
    /** What a body of unknown length counts for. */
    private static final int UNKNOWN = 256 * KILOBYTE;

    private final Semaphore exchanges;
    private final int maxKilobytes;
    private final Semaphore kilobytes;
    private final HeapPressure heap;
    private final Counter shortOfExchanges;
    private final Counter shortOfBodies;
    private final Counter shortOfMemory;

    Capacity(ProxySettings settings, HeapPressure heap, MeterRegistry registry) {
        int most = settings.maxExchanges();
        this.exchanges = new Semaphore(most < 0 ? Integer.MAX_VALUE : most);
        this.maxKilobytes = (int) Math.clamp(settings.bodyBytes() / KILOBYTE, 1, Integer.MAX_VALUE);
        this.kilobytes = new Semaphore(maxKilobytes);
        this.heap = heap;
        this.shortOfExchanges = counter("exchanges", registry);
        this.shortOfBodies = counter("bodies", registry);
        this.shortOfMemory = counter("memory", registry);
    }

    private static Counter counter(String shortage, MeterRegistry registry) {
        return Counter.builder("tollgate.turned.away")
                .description("Requests turned away because too much was under way")
                .tag("short_of", shortage)
                .register(registry);
    }

    /** The place of one request, until it is given up. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * A place for a request, if there is one.
     *
     * @param length how many bytes the body is said to have; -1 when nobody says
     * @param whole whether all of it lies in memory, however large
     */
    @Nullable
    Place take(long length, boolean whole) {
        if (heap.isHigh()) {
            shortOfMemory.increment();
            return null;
        }
        if (!exchanges.tryAcquire()) {
            shortOfExchanges.increment();
            return null;
        }
        int weight = weight(length, whole);
        if (!kilobytes.tryAcquire(weight)) {
            exchanges.release();
            shortOfBodies.increment();
            return null;
        }
        return () -> {
            kilobytes.release(weight);
            exchanges.release();
        };
    }

    /** What a body takes of the memory for bodies, in kilobytes. */
    private int weight(long length, boolean whole) {
        long inMemory = length < 0 ? UNKNOWN : whole ? length : Math.min(length, MOST_IN_MEMORY);
        return Math.min((int) (inMemory / KILOBYTE) + 1, maxKilobytes);
    }
}

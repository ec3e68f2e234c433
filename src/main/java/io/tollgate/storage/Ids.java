package io.tollgate.storage;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Row ids: UUIDs of version 7, each greater than all before it in this process, also when the clock is set back. The
 * random part keeps ids of several processes apart; it is no secret.
 */
public final class Ids {

    private static final int COUNTER_BITS = 12;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;

    /** Milliseconds and a counter below them; a full counter runs on into the next millisecond. */
    private final AtomicLong last = new AtomicLong();

    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    public UUID next() {
        long now = clock.millis() << COUNTER_BITS;
        long tick = last.updateAndGet(previous -> Math.max(now, previous + 1));
        long high = ((tick & ~COUNTER_MASK) << (Long.SIZE - 48 - COUNTER_BITS)) | VERSION | (tick & COUNTER_MASK);
        long low = VARIANT | (ThreadLocalRandom.current().nextLong() >>> 2);
        return new UUID(high, low);
    }
}

package io.tollgate.proxy;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a collection has left the heap all but full. What it says holds for a while only: a gateway that turns
 * everybody away may have no further collection, which alone could say that all is well again.
 */
final class HeapPressure {

    private static final long LOOK_EVERY_NANOS = 100_000_000L;
    private static final long HOLDS_NANOS = 10_000_000_000L;

    private static final long ALL = 100;

    /**
     * What the last collection left.
     *
     * @param used bytes in use; the next collection hardly leaves as many to the byte
     * @param max bytes there are
     */
    record Reading(long used, long max) {}

    private final long percent;
    private final Supplier<Reading> readings;
    private final LongSupplier nanos;
    private long lastUsed = -1;
    private long collectedAt;
    private volatile boolean high;
    private volatile long lookNext;

    /**
     * A watch.
     *
     * @param percent how much may be in use after a collection; 100 and more: all
     * @param nanos never goes back, like {@link System#nanoTime()}
     */
    HeapPressure(int percent, Supplier<Reading> readings, LongSupplier nanos) {
        this.percent = percent;
        this.readings = readings;
        this.nanos = nanos;
        this.lookNext = nanos.getAsLong();
    }

    /** Watches the old generation of this JVM. */
    static HeapPressure ofThisJvm(int percent) {
        MemoryPoolMXBean old = oldGeneration();
        return new HeapPressure(percent, () -> old == null ? new Reading(0, 1) : reading(old), System::nanoTime);
    }

    private static Reading reading(MemoryPoolMXBean pool) {
        MemoryUsage left = pool.getCollectionUsage();
        return new Reading(left.getUsed(), left.getMax());
    }

    /** The young one's pools know no threshold of usage. */
    private static @Nullable MemoryPoolMXBean oldGeneration() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP
                        && pool.isUsageThresholdSupported()
                        && pool.isCollectionUsageThresholdSupported()
                        && pool.getUsage().getMax() > 0)
                .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()))
                .orElse(null);
    }

    /** Whether the heap was all but full a moment ago. */
    boolean isHigh() {
        if (nanos.getAsLong() - lookNext >= 0) {
            look();
        }
        return high;
    }

    private synchronized void look() {
        long now = nanos.getAsLong();
        Reading left = readings.get();
        if (left.used() != lastUsed) {
            lastUsed = left.used();
            collectedAt = now;
        }
        boolean full = percent < ALL && left.used() >= left.max() / ALL * percent;
        high = full && now - collectedAt < HOLDS_NANOS;
        lookNext = now + LOOK_EVERY_NANOS;
    }
}

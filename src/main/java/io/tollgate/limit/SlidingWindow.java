package io.tollgate.limit;

import java.util.Arrays;

/**
 * What was counted in the last minute, in slots of a second. The oldest slot counts as a whole until all of it is a
 * minute old, so that what is kept below a limit here stays below it in any 60 seconds. Not for several threads.
 */
final class SlidingWindow {

    static final long SLOT_NANOS = 1_000_000_000L;
    static final int SLOTS = 61;

    private final long[] slots = new long[SLOTS];
    private final long origin;
    private long head;
    private long sum;

    SlidingWindow(long nowNanos) {
        this.origin = nowNanos;
    }

    /** Moves on to a time; what has grown old is forgotten. */
    void advance(long nowNanos) {
        long now = Math.floorDiv(nowNanos - origin, SLOT_NANOS);
        long passed = Math.min(now - head, SLOTS);
        for (long slot = now - passed + 1; slot <= now; slot++) {
            int index = index(slot);
            sum -= slots[index];
            slots[index] = 0;
        }
        head = Math.max(head, now);
    }

    /** What is counted, in the last minute. */
    long sum() {
        return sum;
    }

    /** The slot of now, to give back to later. */
    long slot() {
        return head;
    }

    void add(long amount) {
        put(head, amount);
    }

    /** Takes back what was added in a slot, as far as it still counts. */
    void giveBack(long slot, long amount) {
        put(slot, -amount);
    }

    /** Adds what was counted some time ago, as far as it still counts. */
    void restore(long ageNanos, long amount) {
        put(head - Math.max(0, ageNanos) / SLOT_NANOS, amount);
    }

    private void put(long slot, long amount) {
        if (head - slot < SLOTS) {
            slots[index(slot)] += amount;
            sum += amount;
        }
    }

    /** How long it takes until an amount of what is counted has grown old; 0 when there is nothing to wait for. */
    long nanosUntilFreed(long amount, long nowNanos) {
        long freed = 0;
        for (long slot = head - SLOTS + 1; slot <= head && freed < amount; slot++) {
            freed += slots[index(slot)];
            if (freed >= amount) {
                return (slot + SLOTS) * SLOT_NANOS - (nowNanos - origin);
            }
        }
        return 0;
    }

    void clear() {
        Arrays.fill(slots, 0);
        sum = 0;
    }

    private static int index(long slot) {
        return (int) Math.floorMod(slot, (long) SLOTS);
    }
}

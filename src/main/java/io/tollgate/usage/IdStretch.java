package io.tollgate.usage;

import java.util.UUID;

/**
 * A stretch of row ids, and so of time.
 *
 * @param low the first that is in it
 * @param high the first after it
 */
record IdStretch(UUID low, UUID high) {

    /** Every row. */
    static final IdStretch ALL = new IdStretch(new UUID(0, 0), new UUID(Long.MAX_VALUE, -1));

    /** The id just after one. */
    static UUID after(UUID id) {
        long low = id.getLeastSignificantBits();
        return low == -1
                ? new UUID(id.getMostSignificantBits() + 1, Long.MIN_VALUE)
                : new UUID(id.getMostSignificantBits(), low + 1);
    }

    /** The id just before one. */
    static UUID before(UUID id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() - 1);
    }

    boolean isEmpty() {
        return low.compareTo(high) >= 0;
    }

    /** What of it is in another one too. */
    IdStretch within(IdStretch other) {
        return new IdStretch(
                low.compareTo(other.low) > 0 ? low : other.low, high.compareTo(other.high) < 0 ? high : other.high);
    }

    /** Its part as far as a row, which is the last of it in the direction it is gone through. */
    IdStretch upTo(UUID row, boolean upwards) {
        return upwards ? new IdStretch(low, after(row)) : new IdStretch(row, high);
    }

    /** What is left of it beyond a part that was gone through. */
    IdStretch beyond(IdStretch part, boolean upwards) {
        return upwards ? new IdStretch(part.high, high) : new IdStretch(low, part.low);
    }
}

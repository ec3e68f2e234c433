package io.tollgate.limit;

/**
 * Whether a number may be held against the ledger. What begins to be counted while requests are under way misses those,
 * so it is not trusted before they are over.
 */
final class Trust {

    private static final long GRACE_MILLIS = 60_000;
    private static final long GIVEN = Long.MIN_VALUE;

    private volatile long since;
    private volatile long stretch = Long.MIN_VALUE;

    /** @param millis when counting began, in milliseconds since 1970 */
    Trust(long millis) {
        this.since = millis;
    }

    /** Counting begins anew. */
    void lose(long millis) {
        since = millis;
    }

    /** Another stretch of time is counted by: whether what lies at its edge belongs to it may be seen in two ways. */
    void enter(long startMillis) {
        if (startMillis != stretch) {
            stretch = startMillis;
            lose(startMillis);
        }
    }

    boolean isGiven() {
        return since == GIVEN;
    }

    /**
     * Is called when the number is right and nothing was under way.
     *
     * @param oldestMillis when the oldest exchange under way began, or now
     */
    void earn(long oldestMillis) {
        if (since != GIVEN && oldestMillis > since + GRACE_MILLIS) {
            since = GIVEN;
        }
    }
}

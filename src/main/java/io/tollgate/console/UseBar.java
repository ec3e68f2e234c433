package io.tollgate.console;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of a limit is used.
 *
 * @param key which limit, as its message is called
 * @param money whether the amounts are nano-dollars
 * @param reserved set aside by requests under way, beside what is used
 * @param nearly whether it is as good as used up
 * @param anew when the count begins anew, where that is at a time of the calendar
 */
record UseBar(
        String key,
        boolean money,
        long used,
        long reserved,
        long limit,
        boolean nearly,
        @Nullable Instant anew) {

    private static final int WHOLE = 100;
    private static final int NEARLY = 80;

    /** Of requests or tokens. */
    static UseBar ofCount(String key, long used, long limit, @Nullable Instant anew) {
        return new UseBar(key, false, used, 0, limit, used * WHOLE >= limit * NEARLY, anew);
    }

    /** In percent of the limit. */
    public int usedPercent() {
        return percent(used);
    }

    /** In percent of the limit, so far as there is room beside what is used. */
    public int reservedPercent() {
        return Math.min(WHOLE - usedPercent(), percent(reserved));
    }

    private int percent(long amount) {
        return limit <= 0 ? WHOLE : (int) Math.clamp(Math.ceil((double) amount * WHOLE / limit), 0, WHOLE);
    }

    /** Used up, nearly used up, or neither: in words a stylesheet knows. */
    public String tone() {
        if (usedPercent() >= WHOLE) {
            return "full";
        }
        return nearly ? "nearly" : "fine";
    }
}

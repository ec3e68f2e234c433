package io.tollgate.usage;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How fast records are brought into the database: while there are requests to answer, in a small share of the time, so
 * that rows come a little later rather than answers.
 */
final class Pace {

    private static final long PAUSE = Duration.ofMillis(200).toNanos();
    private static final long LONGEST_REST = Duration.ofSeconds(5).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /**
     * With more records waiting, about 1 GB of the journal, there is no rest any longer: the next start would have to
     * load them first.
     */
    private static final long MANY_WAITING = 3_000_000;

    /** With fewer new records in a second, and fewer exchanges under way, there is nobody to rest for. */
    private static final long FEW_A_SECOND = 300;

    private static final long FEW_UNDER_WAY = 100;

    private final int share;
    private final LongAdder underWay = new LongAdder();
    private long seen;
    private long seenAt;

    /**
     * @param share percent of the time that may be worked while records are waiting
     * @param now a moment of the clock that {@link #rest} is asked with
     */
    Pace(int share, long now) {
        this.share = share;
        this.seenAt = now;
    }

    void begun() {
        underWay.increment();
    }

    void ended() {
        underWay.decrement();
    }

    /**
     * How long to rest before the next batch, in nanoseconds.
     *
     * @param worked how long the last one took, in nanoseconds
     * @param more whether there was more than it took
     * @param last the number of the newest record
     * @param loaded the number of the newest record in the database
     */
    long rest(long worked, boolean more, long last, long loaded, long now) {
        boolean calm = isCalm(last, now);
        if (last - loaded > MANY_WAITING) {
            return 0;
        }
        long rest = calm ? 0 : Math.min(worked / share * (100 - share), LONGEST_REST);
        return more ? rest : Math.max(PAUSE, rest);
    }

    private boolean isCalm(long last, long now) {
        boolean few = (last - seen) * SECOND < FEW_A_SECOND * (now - seenAt);
        seen = last;
        seenAt = now;
        return few && underWay.sum() < FEW_UNDER_WAY;
    }
}

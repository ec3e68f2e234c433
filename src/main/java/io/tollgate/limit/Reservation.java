package io.tollgate.limit;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What is set aside for one request, until it is known what it used. It ends once: whatever comes first settles it, and
 * closing it without that gives everything back but the request's own count.
 */
public final class Reservation implements Verdict, AutoCloseable {

    /** Of a request that nothing limits. */
    public static final Reservation NONE = new Reservation(new Hold[0]);

    private final Hold[] holds;
    private final AtomicBoolean ended;

    Reservation(Hold... holds) {
        this.holds = holds;
        this.ended = new AtomicBoolean(holds.length == 0);
    }

    /** Whether nothing limits the request. */
    public boolean isNone() {
        return holds.length == 0;
    }

    /**
     * When it was admitted, for the calendar: in the ledger it belongs to the same day.
     *
     * @param otherwise when nothing limits it
     */
    public Instant at(Instant otherwise) {
        return holds.length == 0 ? otherwise : Instant.ofEpochMilli(holds[0].millis());
    }

    /** The most that is set aside of a budget, in nano-dollars; 0 without one. */
    public long costNano() {
        long most = 0;
        for (Hold hold : holds) {
            most = Math.max(most, hold.costNano());
        }
        return most;
    }

    /**
     * Puts what was used in place of what was reserved. More than was reserved is counted too, and is a debt.
     *
     * @param costNano in nano-dollars; absent where nobody knows: then it cost what was reserved
     */
    public void settle(long tokens, @Nullable Long costNano) {
        if (ended.compareAndSet(false, true)) {
            for (Hold hold : holds) {
                hold.counters().settle(hold, tokens, costNano);
            }
        }
    }

    /** Takes what was reserved for what was used, where nobody knows that. */
    public void settleAsReserved() {
        if (ended.compareAndSet(false, true)) {
            for (Hold hold : holds) {
                hold.counters().settle(hold, hold.tokens(), null);
            }
        }
    }

    /** Forgets the request: it was refused after all. */
    public void annul() {
        if (ended.compareAndSet(false, true)) {
            for (Hold hold : holds) {
                hold.counters().uncount(hold);
                hold.counters().settle(hold, 0, 0L);
            }
        }
    }

    @Override
    public void close() {
        settle(0, 0L);
    }
}

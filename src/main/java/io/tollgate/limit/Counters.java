package io.tollgate.limit;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one key, team, deployment, credential or provider has used. It outlives the catalog that says what is allowed.
 * Whoever reads or changes it holds its lock.
 */
public final class Counters {

    /** Nobody knows when a request ends. */
    static final long NANOS_UNTIL_AN_END = 1_000_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Clocks clocks;
    private final Traffic traffic;
    private final Purse purse;
    private final Places places = new Places();
    private final Trust dayTrust;
    private final Trust spendTrust;
    private long revision;

    Counters(Clocks clocks) {
        this.clocks = clocks;
        this.traffic = new Traffic(clocks);
        this.purse = new Purse(clocks);
        this.dayTrust = new Trust(clocks.millis());
        this.spendTrust = new Trust(clocks.millis());
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** The period money is counted by, if it is. */
    @Nullable
    BudgetPeriod period() {
        lock.lock();
        try {
            return purse.period();
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Denial checkRequests(Allowance allowance, long nanos, long millis) {
        return traffic.checkRequests(allowance, nanos, millis);
    }

    @Nullable
    Denial checkMinute(Allowance allowance) {
        return traffic.checkMinute(allowance, clocks.nanoTime());
    }

    void countInMinute() {
        traffic.countInMinute();
    }

    @Nullable
    Denial checkTokens(Allowance allowance, Demand demand, long nanos) {
        return traffic.checkTokens(allowance, demand, nanos);
    }

    @Nullable
    Denial checkBudget(Allowance allowance, Demand demand, long millis) {
        return purse.check(allowance, demand, millis);
    }

    /** @param turn the place of who asks, if it has one; nobody overtakes those that wait */
    @Nullable
    Denial checkConcurrency(Allowance allowance, @Nullable Turn turn) {
        return places.check(allowance, turn);
    }

    /** Takes what was checked. */
    Hold take(Allowance allowance, Demand demand, long millis) {
        long needed = allowance.tokens(demand);
        long cost = allowance.budget() == null ? 0 : demand.costNano();
        long slot = traffic.take(needed, millis);
        places.take();
        purse.reserve(cost);
        return new Hold(this, slot, millis, needed, cost);
    }

    /**
     * Puts what was really used in place of what was reserved.
     *
     * @param costNano absent where nobody knows: then it cost what was reserved
     */
    void settle(Hold hold, long usedTokens, @Nullable Long costNano) {
        lock.lock();
        try {
            traffic.settle(hold, usedTokens);
            purse.settle(hold, costNano);
            places.giveBack();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets that a request was counted. */
    void uncount(Hold hold) {
        locked(() -> traffic.uncount(hold));
    }

    /** A place at the end of the queue; absent when it is full. */
    @Nullable
    Turn join(int longest) {
        return places.join(longest);
    }

    /** Gives a place up, whether or not its turn came. */
    void leave(Turn turn) {
        locked(() -> places.leave(turn));
    }

    Clocks clocks() {
        return clocks;
    }

    /** What is left of the requests of a minute or a day, whichever is less. */
    @Nullable
    Standing requestsLeft(Limits limits) {
        lock.lock();
        try {
            advance();
            return traffic.requestsLeft(limits);
        } finally {
            lock.unlock();
        }
    }

    /** What is left of the tokens of a minute. */
    @Nullable
    Standing tokensLeft(Limits limits) {
        lock.lock();
        try {
            advance();
            return traffic.tokensLeft(limits);
        } finally {
            lock.unlock();
        }
    }

    /** Puts in place what was counted in the last minute before this process began to count. */
    void restoreMinute(Iterable<History.Recent> counted) {
        locked(() -> {
            advance();
            revision++;
            traffic.restoreMinute(counted);
        });
    }

    /** Puts in place how many requests there were today, and since yesterday began. */
    void restoreDay(long count, long sinceYesterday) {
        locked(() -> {
            revision++;
            traffic.day().restore(count, sinceYesterday);
        });
    }

    /** Counts money by a period from now on, with what was spent in it by a time, and since the one before it began. */
    void follow(BudgetPeriod period, long millis, long nano, long sincePrevious) {
        locked(() -> {
            purse.follow(period, millis, nano, sincePrevious);
            spendTrust.lose(clocks.millis());
            revision++;
        });
    }

    /** Corrects what was spent by requests of a time, whose price was another than was thought. */
    void correct(long millis, long nano) {
        locked(() -> {
            revision += purse.correct(millis, nano) ? 1 : 0;
        });
    }

    /** What there is to compare with the ledger, now. */
    Glimpse glimpse() {
        return locked(() -> {
            advance();
            return new Glimpse(
                    revision,
                    places.running(),
                    traffic.day().start(),
                    traffic.day().used(),
                    purse.period(),
                    purse.start(),
                    purse.spentNano());
        });
    }

    /** How far the count of requests is trusted. */
    Trust dayTrust() {
        return dayTrust;
    }

    /** How far the sum of money is trusted. */
    Trust spendTrust() {
        return spendTrust;
    }

    /** Takes over what the ledger says, unless something has happened since it was asked. */
    void adopt(Glimpse seen, long missingRequests, long missingNano) {
        locked(() -> {
            if (glimpse().equals(seen)) {
                revision++;
                traffic.day().add(seen.dayStart(), missingRequests);
                purse.adopt(seen.spendStart(), missingNano);
            }
        });
    }

    /** What was used, now. */
    public Reading read() {
        return locked(() -> {
            advance();
            return new Reading(
                    traffic.minuteRequests(),
                    traffic.minuteTokens(),
                    traffic.day().used(),
                    places.running(),
                    places.waiting(),
                    purse.spentNano(),
                    purse.reservedNano(),
                    purse.refusedNano(),
                    Instant.ofEpochMilli(traffic.day().end()),
                    purse.end() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(purse.end()));
        });
    }

    private void advance() {
        long millis = clocks.millis();
        traffic.advance(clocks.nanoTime(), millis);
        purse.advance(millis);
    }
}

package io.tollgate.routing;

import io.tollgate.chat.Usage;
import io.tollgate.pricing.Tariff;
import io.tollgate.routing.RoutingTable.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the candidates for one request: its chance, its moment, and what was taken so far. It never looks at all of a
 * large pool, unless nearly all of it is out of order.
 */
final class Draw {

    /** What is dear or cheap: a thousand tokens in, a thousand out. */
    private static final Usage USUAL = Usage.ofTokens(1_000, 0, 1_000, 0);

    private static final int LOOKS = 4;
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;

    private final RandomGenerator random;
    private final int turn;
    private final long nanos;
    private final Instant now;
    private final Shares shares;
    private List<Candidate> taken = new ArrayList<>();
    private @Nullable Tariff priced;
    private long price;

    /**
     * @param turn counts the requests for a model
     * @param nanos the moment, as health counts it
     * @param shares how many candidates each deployment gives
     */
    Draw(RandomGenerator random, int turn, long nanos, Instant now, Shares shares) {
        this.random = random;
        this.turn = turn;
        this.nanos = nanos;
        this.now = now;
        this.shares = shares;
    }

    List<Candidate> taken() {
        return taken;
    }

    int turn() {
        return turn;
    }

    int chance() {
        return random.nextInt();
    }

    void add(Candidate candidate) {
        taken.add(candidate);
    }

    /** What a step takes, which is not taken for good. */
    List<Candidate> aside(Runnable step) {
        List<Candidate> kept = taken;
        taken = new ArrayList<>();
        step.run();
        List<Candidate> drawn = taken;
        taken = kept;
        return drawn;
    }

    boolean isAvailable(Candidate candidate) {
        return candidate.health().isAvailable(nanos);
    }

    /** When it was last used, as a number that grows; smallest for one that never was. */
    long lastUse(Health health) {
        long last = health.lastUsedNanos();
        return last == Health.NEVER ? Health.NEVER : last - nanos;
    }

    /** For how many whole minutes it was not used; 0 for one that never was. */
    long minutesUnused(Health health) {
        long last = health.lastUsedNanos();
        return last == Health.NEVER ? 0 : Math.max(0, nanos - last) / NANOS_PER_MINUTE;
    }

    /** What a usual request costs there, in nano-dollars; the largest number when nobody knows. */
    long cost(Candidate candidate) {
        if (priced != candidate.tariff()) {
            priced = candidate.tariff();
            Long known = priced.cost(USUAL, now);
            price = known == null ? Long.MAX_VALUE : known;
        }
        return price;
    }

    /** One of several by weighted chance; the first when none has a weight. */
    int among(List<Entry> entries, ToLongFunction<Entry> weight) {
        long total = 0;
        for (Entry entry : entries) {
            total += weight.applyAsLong(entry);
        }
        long mark = total == 0 ? 0 : random.nextLong(total);
        for (int i = 0; i < entries.size(); i++) {
            mark -= weight.applyAsLong(entries.get(i));
            if (mark < 0) {
                return i;
            }
        }
        return 0;
    }

    /** Takes some of a deployment's candidates, drawn by chance; of a large pool those that are in order. */
    void take(Entry entry) {
        List<Candidate> pool = entry.credentials();
        int most = shares.of(entry);
        if (pool.size() <= most) {
            takeFrom(entry, pool.size() == 1 ? 0 : random.nextInt(pool.size()));
            return;
        }
        int end = taken.size() + most;
        List<Candidate> resting = new ArrayList<>(0);
        for (int looks = LOOKS * most; looks > 0 && taken.size() < end; looks--) {
            Candidate seen = pool.get(random.nextInt(pool.size()));
            List<Candidate> to = isAvailable(seen) ? taken : resting;
            if (!holds(to, seen)) {
                to.add(seen);
            }
        }
        if (taken.size() == end - most) {
            findOne(pool);
        }
        for (int i = 0; taken.size() < end && i < resting.size(); i++) {
            taken.add(resting.get(i));
        }
    }

    /** By identity, which is quicker than comparing all that they are. */
    private static boolean holds(List<Candidate> candidates, Candidate wanted) {
        for (Candidate candidate : candidates) {
            if (candidate == wanted) {
                return true;
            }
        }
        return false;
    }

    private void findOne(List<Candidate> pool) {
        int first = random.nextInt(pool.size());
        for (int i = 0; i < pool.size(); i++) {
            Candidate seen = pool.get((first + i) % pool.size());
            if (isAvailable(seen)) {
                taken.add(seen);
                return;
            }
        }
    }

    /** Takes candidates of a deployment one after the other; of a large pool those that are in order. */
    void takeFrom(Entry entry, int first) {
        List<Candidate> pool = entry.credentials();
        int most = shares.of(entry);
        int end = taken.size() + Math.min(pool.size(), most);
        boolean all = pool.size() <= most;
        for (int i = 0; i < pool.size() && taken.size() < end; i++) {
            Candidate seen = pool.get((first + i) % pool.size());
            if (all || isAvailable(seen)) {
                taken.add(seen);
            }
        }
        for (int i = 0; i < pool.size() && taken.size() < end; i++) {
            Candidate seen = pool.get((first + i) % pool.size());
            if (!holds(taken, seen)) {
                taken.add(seen);
            }
        }
    }
}

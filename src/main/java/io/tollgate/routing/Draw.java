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

    /** How many of a large pool are looked at. */
    private static final int LOOKS = 64;

    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final long SLOWEST = 600_000_000_000L;
    private static final int FORGOTTEN = 40;

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

    /** Whether it is in order, and its credential is at none of its own limits. */
    private boolean isFit(Candidate candidate) {
        return isAvailable(candidate) && !candidate.isFull();
    }

    /** When it was last used, as a number that grows; smallest for one that never was. */
    long lastUse(Health health) {
        long last = health.lastUsedNanos();
        return last == Health.NEVER ? Health.NEVER : last - nanos;
    }

    /**
     * How long its first byte may take, by what was measured: 0 for one that was never called, longest for one that was
     * and never answered. What is known counts half as much with each minute in which it was not used.
     *
     * @param times what was measured counts so many times
     */
    long firstByte(Health health, int times) {
        long last = health.lastUsedNanos();
        if (last == Health.NEVER) {
            return 0;
        }
        long known = health.firstByteNanos();
        long expected = known == 0 ? SLOWEST : Math.min(known, SLOWEST / times) * times - 1;
        return expected >> Math.min(FORGOTTEN, Math.max(0, nanos - last) / NANOS_PER_MINUTE);
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

    /** Takes some of a deployment's candidates, drawn by chance; of a large pool those that are fit. */
    void take(Entry entry) {
        List<Candidate> pool = entry.credentials();
        int most = shares.of(entry);
        if (pool.size() <= most) {
            takeFrom(entry, pool.size() == 1 ? 0 : random.nextInt(pool.size()));
            return;
        }
        List<Candidate> fit = new ArrayList<>(most);
        List<Candidate> resting = new ArrayList<>(0);
        for (int looks = LOOKS; looks > 0 && fit.size() < most; looks--) {
            sort(pool.get(random.nextInt(pool.size())), fit, resting);
        }
        add(pool, random.nextInt(pool.size()), most, fit, resting);
    }

    private void sort(Candidate seen, List<Candidate> fit, List<Candidate> resting) {
        List<Candidate> to = isFit(seen) ? fit : resting;
        if (!holds(to, seen)) {
            to.add(seen);
        }
    }

    private void add(List<Candidate> pool, int first, int most, List<Candidate> fit, List<Candidate> resting) {
        Candidate one = fit.isEmpty() ? findOne(pool, first) : null;
        if (one != null) {
            fit.add(one);
        }
        taken.addAll(fit);
        int missing = most - fit.size();
        for (int i = 0; missing > 0 && i < resting.size(); i++) {
            if (resting.get(i) != one) {
                taken.add(resting.get(i));
                missing--;
            }
        }
    }

    /** By identity, which is quicker than comparing all that they are. */
    static boolean holds(List<Candidate> candidates, Candidate wanted) {
        for (Candidate candidate : candidates) {
            if (candidate == wanted) {
                return true;
            }
        }
        return false;
    }

    /** One that is in order, wherever it is; as far as a few looks tell, one that is at no limit. */
    private @Nullable Candidate findOne(List<Candidate> pool, int first) {
        int looks = LOOKS;
        for (int i = 0; i < pool.size(); i++) {
            Candidate seen = pool.get((first + i) % pool.size());
            if (isAvailable(seen)) {
                looks--;
                if (looks < 0 || !seen.isFull()) {
                    return seen;
                }
            }
        }
        return null;
    }

    /** Takes candidates of a deployment one after the other; of a large pool those that are fit. */
    void takeFrom(Entry entry, int first) {
        List<Candidate> pool = entry.credentials();
        int most = shares.of(entry);
        if (pool.size() <= most) {
            for (int i = 0; i < pool.size(); i++) {
                taken.add(pool.get((first + i) % pool.size()));
            }
            return;
        }
        List<Candidate> fit = new ArrayList<>(most);
        List<Candidate> resting = new ArrayList<>(0);
        for (int i = 0; i < Math.min(LOOKS, pool.size()) && fit.size() < most; i++) {
            sort(pool.get((first + i) % pool.size()), fit, resting);
        }
        add(pool, first, most, fit, resting);
    }
}

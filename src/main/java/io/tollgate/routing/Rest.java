package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the pools of a model hold beside the candidates that were chosen: each time some more, and nobody twice. It
 * begins somewhere in a pool, looks at a part of it only, and leaves out who is left alone or at its limits.
 */
final class Rest implements Supplier<List<Candidate>> {

    private static final int LOOKS = 128;

    private final List<Entry> entries;
    private final List<Candidate> chosen;
    private final RandomGenerator random;
    private int entry;
    private int first;
    private int seen;

    Rest(List<Entry> entries, List<Candidate> chosen, RandomGenerator random) {
        this.entries = entries;
        this.chosen = chosen;
        this.random = random;
    }

    @Override
    public List<Candidate> get() {
        List<Candidate> more = new ArrayList<>();
        long now = System.nanoTime();
        for (int looks = LOOKS; looks > 0 && entry < entries.size() && more.size() < Router.MOST_CANDIDATES; looks--) {
            Candidate next = next(entries.get(entry).credentials());
            if (next.health().isAvailable(now) && !next.isFull() && !Draw.holds(chosen, next)) {
                more.add(next);
            }
        }
        return more;
    }

    private Candidate next(List<Candidate> pool) {
        first = seen == 0 ? random.nextInt(pool.size()) : first;
        Candidate next = pool.get((first + seen) % pool.size());
        seen++;
        if (seen == pool.size()) {
            seen = 0;
            entry++;
        }
        return next;
    }
}

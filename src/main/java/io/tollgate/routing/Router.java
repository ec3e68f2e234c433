package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import io.tollgate.routing.RoutingTable.Served;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Chooses the order in which a model's deployments are tried: by priority, and among equals by weighted chance. */
public final class Router {

    private static final int MOST_CANDIDATES = 8;
    private static final int MOST_CREDENTIALS = 3;

    private final RandomGenerator random;

    public Router(RandomGenerator random) {
        this.random = random;
    }

    /** The route for one request; empty when nothing serves the model at present. */
    public Route route(Served model) {
        List<Entry> entries = model.entries();
        if (entries.size() == 1 && entries.getFirst().credentials().size() <= 1) {
            return new Route(entries.getFirst().credentials());
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int from = 0; from < entries.size() && candidates.size() < MOST_CANDIDATES; ) {
            int to = from;
            while (to < entries.size()
                    && entries.get(to).priority() == entries.get(from).priority()) {
                to++;
            }
            addTier(new ArrayList<>(entries.subList(from, to)), candidates);
            from = to;
        }
        return new Route(candidates.size() > MOST_CANDIDATES ? candidates.subList(0, MOST_CANDIDATES) : candidates);
    }

    private void addTier(List<Entry> tier, List<Candidate> to) {
        while (!tier.isEmpty()) {
            Entry drawn = tier.remove(draw(tier));
            int size = drawn.credentials().size();
            int first = size < 2 ? 0 : random.nextInt(size);
            for (int i = 0; i < Math.min(size, MOST_CREDENTIALS); i++) {
                to.add(drawn.credentials().get((first + i) % size));
            }
        }
    }

    private int draw(List<Entry> tier) {
        long total = 0;
        for (Entry entry : tier) {
            total += entry.weight();
        }
        long mark = total == 0 ? 0 : random.nextLong(total);
        for (int i = 0; i < tier.size(); i++) {
            mark -= tier.get(i).weight();
            if (mark < 0) {
                return i;
            }
        }
        return 0;
    }
}

package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import java.util.List;

/**
 * How many candidates each deployment of a model gives. Small pools give what they have, and larger ones share what
 * that leaves; with tiers the first of them before the next.
 */
final class Shares {

    private final List<Entry> entries;
    private final int[] counts;

    /**
     * @param entries by priority
     * @param places for all of them; each gets one at least
     */
    Shares(List<Entry> entries, int places, boolean tiers) {
        this.entries = entries;
        this.counts = new int[entries.size()];
        int even = Math.max(1, places / Math.max(1, counts.length));
        int left = places;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.min(size(i), even);
            left -= counts[i];
        }
        for (int from = 0; from < counts.length && left > 0; ) {
            int to = tiers ? endOfTier(from) : counts.length;
            left = fill(from, to, left);
            from = to;
        }
    }

    private int size(int entry) {
        return entries.get(entry).credentials().size();
    }

    private int endOfTier(int from) {
        int to = from + 1;
        while (to < counts.length
                && entries.get(to).priority() == entries.get(from).priority()) {
            to++;
        }
        return to;
    }

    /** One place after the other; how many are left when all have what they can give. */
    private int fill(int from, int to, int places) {
        int left = places;
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int i = from; i < to && left > 0; i++) {
                if (counts[i] < size(i)) {
                    counts[i]++;
                    left--;
                    grown = true;
                }
            }
        }
        return left;
    }

    /** How many candidates a deployment gives. */
    int of(Entry entry) {
        for (int i = 0; i < counts.length; i++) {
            if (entries.get(i) == entry) { // by identity: it holds all of its pool
                return counts[i];
            }
        }
        return 0;
    }
}

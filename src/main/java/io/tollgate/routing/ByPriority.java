package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import java.util.List;

/** Deployments by tiers of priority, and by weighted chance within each. */
final class ByPriority implements Ordering {

    private static final ByWeight WITHIN = new ByWeight();

    @Override
    public void arrange(List<Entry> entries, Draw draw) {
        for (int from = 0; from < entries.size(); ) {
            int to = from + 1;
            while (to < entries.size()
                    && entries.get(to).priority() == entries.get(from).priority()) {
                to++;
            }
            WITHIN.arrange(entries.subList(from, to), draw);
            from = to;
        }
    }

    @Override
    public boolean areAlike(Entry one, Entry other, Draw draw) {
        return one.priority() == other.priority();
    }

    @Override
    public long share(Entry entry) {
        return entry.weight();
    }
}

package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import java.util.ArrayList;
import java.util.List;

/** Deployments by weighted chance; those without a share come last. */
final class ByWeight implements Ordering {

    @Override
    public void arrange(List<Entry> entries, Draw draw) {
        List<Entry> left = new ArrayList<>(entries);
        while (!left.isEmpty()) {
            draw.take(left.remove(draw.among(left, Entry::weight)));
        }
    }

    @Override
    public long share(Entry entry) {
        return entry.weight();
    }
}

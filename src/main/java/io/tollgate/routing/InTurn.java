package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import java.util.List;

/** One credential after the other, through all deployments; those next in turn stand in for one that fails. */
final class InTurn implements Ordering {

    @Override
    public void arrange(List<Entry> entries, Draw draw) {
        int all = 0;
        for (Entry entry : entries) {
            all += entry.credentials().size();
        }
        int at = Math.floorMod(draw.turn(), all);
        int first = 0;
        while (at >= entries.get(first).credentials().size()) {
            at -= entries.get(first).credentials().size();
            first++;
        }
        draw.takeFrom(entries.get(first), at);
        for (int i = 1; i < entries.size(); i++) {
            draw.takeFrom(entries.get((first + i) % entries.size()), 0);
        }
    }
}

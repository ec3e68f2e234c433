package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import java.util.ArrayList;
import java.util.List;

/** Every credential as likely as any other, wherever it belongs. */
final class ByChance implements Ordering {

    @Override
    public void arrange(List<Entry> entries, Draw draw) {
        List<Entry> left = new ArrayList<>(entries);
        while (!left.isEmpty()) {
            draw.take(left.remove(draw.among(left, entry -> entry.credentials().size())));
        }
    }
}

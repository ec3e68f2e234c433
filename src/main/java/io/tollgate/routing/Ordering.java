package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import java.util.List;

/** Finds the order of candidates: one class for each {@link Strategy}. */
sealed interface Ordering permits ByPriority, ByWeight, ByChance, InTurn, Ranked {

    /** Takes candidates of all deployments, the one to be tried first before the others. */
    void arrange(List<Entry> entries, Draw draw);

    /** Whether it does not matter to this order which of two deployments a conversation stays with. */
    default boolean areAlike(Entry one, Entry other, Draw draw) {
        return true;
    }

    /** A deployment's share of the conversations, as a number beside those of others. */
    default long share(Entry entry) {
        return entry.credentials().size();
    }
}

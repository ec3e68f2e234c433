package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;
import java.util.Comparator;
import java.util.List;

/**
 * Candidates by what is known of each. Of a large pool it compares a few drawn by chance, which costs the same for ten
 * credentials as for ten thousand, and does not send everybody to the same one at the same moment.
 */
abstract sealed class Ranked implements Ordering permits LeastUsed, QuotaFirst, CostFirst, Fastest {

    private static final Comparator<Place> SMALLEST_FIRST = Comparator.comparingLong(Place::first)
            .thenComparingLong(Place::second)
            .thenComparingLong(Place::third)
            .thenComparingInt(Place::chance);

    /** What a candidate is compared by, read once: it changes while others are compared. */
    record Place(Candidate candidate, long first, long second, long third, int chance) {}

    @Override
    public final void arrange(List<Entry> entries, Draw draw) {
        List<Candidate> drawn = draw.aside(() -> entries.forEach(draw::take));
        drawn.stream()
                .map(candidate -> place(candidate, draw))
                .sorted(SMALLEST_FIRST)
                .forEach(place -> draw.add(place.candidate()));
    }

    /** What a candidate is compared by. */
    abstract Place place(Candidate candidate, Draw draw);
}

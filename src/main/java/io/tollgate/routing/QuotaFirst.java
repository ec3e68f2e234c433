package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;

/** The most that is left of its limits first, then the cheapest, then the one whose answers begin soonest. */
final class QuotaFirst extends Ranked {

    @Override
    Place place(Candidate candidate, Draw draw) {
        return new Place(
                candidate,
                -candidate.quota().left(),
                draw.cost(candidate),
                draw.firstByte(candidate.health(), 1),
                draw.chance());
    }

    /** What is left decides for each request anew. */
    @Override
    public boolean areAlike(Entry one, Entry other, Draw draw) {
        return false;
    }
}

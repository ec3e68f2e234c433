package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;

/** The cheapest first, then the least used; those without a price come last. */
final class CostFirst extends Ranked {

    @Override
    Place place(Candidate candidate, Draw draw) {
        Health health = candidate.health();
        return new Place(candidate, draw.cost(candidate), health.inFlight(), draw.lastUse(health), draw.chance());
    }

    @Override
    public boolean areAlike(Entry one, Entry other, Draw draw) {
        return draw.cost(one.credentials().getFirst())
                == draw.cost(other.credentials().getFirst());
    }
}

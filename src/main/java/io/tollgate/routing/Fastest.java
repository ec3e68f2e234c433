package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;

/**
 * The one whose answers begin soonest. Requests under way count against it, so that a fast one is not overrun; what was
 * measured counts less the older it is, so that one that was slow is tried again. One that was called and never
 * answered comes after those that did.
 */
final class Fastest extends Ranked {

    @Override
    Place place(Candidate candidate, Draw draw) {
        Health health = candidate.health();
        int underWay = health.inFlight();
        return new Place(candidate, draw.firstByte(health, 1 + underWay), underWay, 0, draw.chance());
    }

    /** A conversation stays among the credentials of the fastest. */
    @Override
    public boolean areAlike(Entry one, Entry other, Draw draw) {
        return one == other;
    }
}

package io.tollgate.routing;

import io.tollgate.routing.RoutingTable.Entry;

/**
 * The one whose answers begin soonest. Requests under way count against it, so that a fast one is not overrun; what was
 * measured counts less the older it is, so that one that was slow is tried again.
 */
final class Fastest extends Ranked {

    private static final long SLOWEST = 600_000_000_000L;
    private static final int FORGOTTEN = 40;

    @Override
    Place place(Candidate candidate, Draw draw) {
        Health health = candidate.health();
        long halvings = Math.min(FORGOTTEN, draw.minutesUnused(health));
        long expected = Math.min(health.firstByteNanos(), SLOWEST) >> halvings;
        return new Place(candidate, expected * (1 + health.inFlight()), health.inFlight(), 0, draw.chance());
    }

    /** A conversation stays among the credentials of the fastest. */
    @Override
    public boolean areAlike(Entry one, Entry other, Draw draw) {
        return one == other;
    }
}

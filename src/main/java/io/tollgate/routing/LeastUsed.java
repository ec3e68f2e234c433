package io.tollgate.routing;

/** The fewest requests under way first, then the longest unused. */
final class LeastUsed extends Ranked {

    @Override
    Place place(Candidate candidate, Draw draw) {
        Health health = candidate.health();
        return new Place(candidate, health.inFlight(), draw.lastUse(health), 0, draw.chance());
    }
}

package io.tollgate.limit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What was used before anybody counted here: from it counters go on where an earlier process stopped. */
public interface History {

    /**
     * A request.
     *
     * @param at when it began
     */
    record Recent(Instant at, long tokens) {}

    /** Waits until it knows of all that has ended. */
    default void bringUpToDate() {}

    /** The requests that began at a time or later, by what they drew on. */
    Map<UUID, List<Recent>> recent(Scope scope, Instant from);

    /** How many requests began at a time or later, by what they drew on. */
    Map<UUID, Long> requests(Scope scope, Instant from);

    /** What the requests that began at a time or later cost in nano-dollars, by what they drew on. */
    Map<UUID, Long> spend(Scope scope, Instant from);
}

package io.tollgate.proxy;

import io.tollgate.chat.Seal;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.SealHash;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which provider signed or encrypted which thinking, so that a conversation goes on where it can be read. The last ones
 * are remembered, by short hashes, for a day and for as long as this process lives.
 */
final class SealOrigins {

    private static final int MOST = 50_000;
    private static final Duration KEPT = Duration.ofDays(1);
    /** Its encrypted thinking is of no use to another account; signatures usually are. */
    private static final String ENCRYPTING = "responses";

    private final InstantSource clock;

    private final SequencedMap<Long, Origin> byHash = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Origin> eldest) {
            return size() > MOST;
        }
    };

    SealOrigins(InstantSource clock) {
        this.clock = clock;
    }

    /** @param alone whether nobody else can read it */
    private record Origin(UUID providerId, boolean alone, Instant until) {}

    /** Remembers who sealed something. */
    void note(Seal seal, UUID providerId) {
        Origin origin = new Origin(
                providerId, seal.dialect().equals(ENCRYPTING), clock.instant().plus(KEPT));
        long hash = SealHash.of(seal.value());
        synchronized (byHash) {
            byHash.putLast(hash, origin);
        }
    }

    /** Sends a conversation to who sealed what it holds, where that is known and serves the model. */
    Route hold(Route route, ClientRequest request) {
        Origin origin = latest(request.seals());
        if (origin == null) {
            return route;
        }
        Predicate<Candidate> there =
                candidate -> candidate.target().providerId().equals(origin.providerId());
        if (!origin.alone()) {
            return route.preferring(there);
        }
        Route held = route.only(there);
        return held.candidates().isEmpty() ? route : held;
    }

    private @Nullable Origin latest(List<Long> seals) {
        Instant now = clock.instant();
        synchronized (byHash) {
            for (Long hash : seals.reversed()) {
                Origin origin = byHash.get(hash);
                if (origin != null && now.isBefore(origin.until())) {
                    return origin;
                }
            }
        }
        return null;
    }
}

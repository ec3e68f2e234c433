package io.tollgate.proxy;

import io.tollgate.catalog.Catalog;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.RoutingTable.Entry;
import io.tollgate.routing.RoutingTable.Served;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls the roll of models and credentials: who could answer now. It does so at most once a second, for anybody may ask
 * and there may be thousands of credentials.
 */
final class Roll {

    private static final long HOLDS_NANOS = 1_000_000_000L;

    private final LiveCatalog catalog;
    private final LongSupplier clock;
    private volatile @Nullable Count last;

    Roll(LiveCatalog catalog, LongSupplier clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /**
     * How many there are.
     *
     * @param defined models there are
     * @param models of them, those that somebody serves
     * @param failing of them, those for which nobody could answer now
     * @param credentials in use
     * @param available of them, those that could answer now
     */
    record Count(
            @Nullable Catalog of, long atNanos, int defined, int models, int failing, int credentials, int available) {

        boolean isNobodyThere() {
            return defined > 0 && failing == models;
        }
    }

    Count count() {
        Catalog current = catalog.current();
        long now = clock.getAsLong();
        Count known = last;
        if (known == null || known.of != current || now - known.atNanos >= HOLDS_NANOS) {
            known = count(current, now);
            last = known;
        }
        return known;
    }

    private static Count count(@Nullable Catalog catalog, long now) {
        if (catalog == null) {
            return new Count(null, now, 0, 0, 0, 0, 0);
        }
        Map<UUID, Boolean> credentials = new HashMap<>();
        int defined = 0;
        int models = 0;
        int failing = 0;
        for (Served model : catalog.models().all().toList()) {
            defined++;
            if (!model.entries().isEmpty()) {
                models++;
                failing += call(model, credentials, now) ? 0 : 1;
            }
        }
        int available = (int) credentials.values().stream().filter(is -> is).count();
        return new Count(catalog, now, defined, models, failing, credentials.size(), available);
    }

    /** Whether anybody could answer for a model. */
    private static boolean call(Served model, Map<UUID, Boolean> credentials, long now) {
        boolean any = false;
        for (Entry entry : model.entries()) {
            for (Candidate candidate : entry.credentials()) {
                boolean available = candidate.health().isAvailable(now);
                any |= available;
                credentials.merge(candidate.target().credentialId(), available, Boolean::logicalOr);
            }
        }
        return any;
    }
}

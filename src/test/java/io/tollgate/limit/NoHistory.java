package io.tollgate.limit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Nothing was before. */
final class NoHistory implements History {

    @Override
    public Map<UUID, List<Recent>> recent(Scope scope, Instant from) {
        return Map.of();
    }

    @Override
    public Map<UUID, Long> requests(Scope scope, Instant from) {
        return Map.of();
    }

    @Override
    public Map<UUID, Long> spend(Scope scope, Instant from) {
        return Map.of();
    }
}

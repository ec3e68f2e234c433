package io.tollgate.proxy;

import io.tollgate.catalog.Catalog;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Health;
import io.tollgate.routing.RoutingTable.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Each credential and how it is, for those who may read metrics. Of its secret, no more than the console shows. */
final class TokenDetails {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST = 1_000;
    private static final double NANOS = 1e9;

    private TokenDetails() {}

    static ArrayNode of(Catalog catalog) {
        Map<UUID, ObjectNode> details = new LinkedHashMap<>();
        long now = System.nanoTime();
        catalog.models().all().flatMap(model -> model.entries().stream()).forEach(entry -> add(entry, details, now));
        ArrayNode all = MAPPER.createArrayNode();
        details.values().forEach(all::add);
        return all;
    }

    private static void add(Entry entry, Map<UUID, ObjectNode> details, long now) {
        for (Candidate candidate : entry.credentials()) {
            UUID id = candidate.target().credentialId();
            ObjectNode known = details.get(id);
            if (known != null) {
                merge(known, candidate.health(), now);
            } else if (details.size() < MOST) {
                details.put(id, merge(begin(candidate), candidate.health(), now));
            }
        }
    }

    private static ObjectNode begin(Candidate candidate) {
        return MAPPER.createObjectNode()
                .put("provider", candidate.target().providerName())
                .put("token_suffix", candidate.target().hint())
                .put("status", "failed")
                .put("failure_count", 0)
                .putNull("last_used_seconds_ago");
    }

    /** A credential is as well as the best of what it is used for. */
    private static ObjectNode merge(ObjectNode node, Health health, long now) {
        if (health.isAvailable(now)) {
            node.put("status", "active");
        }
        node.put("failure_count", Math.max(node.path("failure_count").asInt(), health.failures()));
        if (health.lastUsedNanos() != Health.NEVER) {
            double ago = (now - health.lastUsedNanos()) / NANOS;
            node.put(
                    "last_used_seconds_ago",
                    Math.min(ago, node.path("last_used_seconds_ago").asDouble(ago)));
        }
        return node;
    }
}

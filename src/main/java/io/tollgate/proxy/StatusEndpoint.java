package io.tollgate.proxy;

import io.tollgate.limit.Quota;
import io.tollgate.limit.Reading;
import io.tollgate.limit.Scope;
import io.tollgate.provider.Target;
import io.tollgate.routing.Candidate;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/status}: the providers behind the models that a key may use, whether they can be asked, and how much
 * of their limits is used, in the shape of an earlier proxy.
 */
final class StatusEndpoint {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String UNLIMITED = "无限制";

    private final InstantSource clock;

    StatusEndpoint(InstantSource clock) {
        this.clock = clock;
    }

    void list(Call call) throws IOException {
        ObjectNode answer = MAPPER.createObjectNode()
                .put("service", "Tollgate")
                .put("timestamp", HealthEndpoint.millis(clock.instant()));
        ArrayNode all = answer.putArray("apis");
        long now = System.nanoTime();
        candidates(call).forEach((name, candidates) -> all.add(shape(name, candidates, now)));
        ProxyErrors.json(call.response(), MAPPER.writeValueAsString(answer));
    }

    private static Map<String, List<Candidate>> candidates(Call call) {
        Map<String, List<Candidate>> byProvider = new TreeMap<>();
        call.catalog()
                .models()
                .all()
                .filter(model -> call.caller().mayUse(model.name()))
                .flatMap(model -> model.entries().stream())
                .flatMap(entry -> entry.credentials().stream())
                .forEach(candidate -> byProvider
                        .computeIfAbsent(candidate.target().providerName(), name -> new ArrayList<>())
                        .add(candidate));
        return byProvider;
    }

    /** A provider's name is the id that callers can use; what is disabled is not in the catalog. */
    private static ObjectNode shape(String name, List<Candidate> candidates, long now) {
        Target target = candidates.getFirst().target();
        Quota.Use use = candidates.getFirst().quota().use(Scope.PROVIDER);
        boolean any =
                candidates.stream().anyMatch(candidate -> candidate.health().isAvailable(now));
        int errors = candidates.stream()
                .mapToInt(candidate -> candidate.health().failures())
                .max()
                .orElse(0);
        ObjectNode node = MAPPER.createObjectNode()
                .put("id", name)
                .put("name", name)
                .put("provider", target.profile().preset())
                .put("enabled", true)
                .put("available", any && hasRoom(use))
                .put("temporarilyDisabled", !any)
                .put("errorCount", errors);
        Long rpm = use == null ? null : use.limits().rpm();
        Long rpd = use == null ? null : use.limits().rpd();
        node.putObject("limits").put("rpm", number(rpm)).put("rpd", number(rpd));
        node.putObject("limits_text").put("rpm", text(rpm)).put("rpd", text(rpd));
        Reading reading = use == null ? Reading.NOTHING : use.reading();
        node.putObject("usage").put("rpm", reading.minuteRequests()).put("rpd", reading.dayRequests());
        return node;
    }

    private static boolean hasRoom(Quota.@Nullable Use use) {
        return use == null
                || isBelow(use.reading().minuteRequests(), use.limits().rpm())
                        && isBelow(use.reading().dayRequests(), use.limits().rpd());
    }

    private static boolean isBelow(long used, @Nullable Long limit) {
        return limit == null || used < limit;
    }

    private static long number(@Nullable Long limit) {
        return limit == null ? -1 : limit;
    }

    private static String text(@Nullable Long limit) {
        return limit == null ? UNLIMITED : Long.toString(limit);
    }
}

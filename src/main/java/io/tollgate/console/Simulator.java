package io.tollgate.console;

import io.tollgate.access.Caller;
import io.tollgate.catalog.Catalog;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.console.Simulation.Line;
import io.tollgate.console.Simulation.Served;
import io.tollgate.dialect.ConversationStart;
import io.tollgate.limit.Demand;
import io.tollgate.limit.Denial;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Choosing;
import io.tollgate.routing.Failover;
import io.tollgate.routing.Narrowing;
import io.tollgate.routing.Prospect;
import io.tollgate.routing.Route;
import io.tollgate.routing.Router;
import io.tollgate.routing.RoutingTable;
import io.tollgate.routing.RoutingTable.Found;
import io.tollgate.routing.Wish;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says what would become of a small request if it came now. Nobody is called, and nothing is counted. */
@Component
class Simulator {

    private final LiveCatalog catalog;
    private final Router router;
    private final Failover failover;
    private final Credentials credentials;
    private final InstantSource clock;

    Simulator(LiveCatalog catalog, Router router, Failover failover, Credentials credentials, InstantSource clock) {
        this.catalog = catalog;
        this.router = router;
        this.failover = failover;
        this.credentials = credentials;
        this.clock = clock;
    }

    Simulation of(SimulationForm form) {
        Catalog current = catalog.current();
        UUID keyId = form.keyId();
        if (current == null) {
            return Simulation.refused("loading", "503 gateway_starting", null);
        }
        Caller caller = keyId == null ? null : current.keys().withId(keyId);
        if (caller == null || !caller.isValidAt(clock.instant())) {
            return Simulation.refused("key", "401 invalid_api_key", null);
        }
        Found found = current.models().find(form.name());
        if (found == null) {
            return Simulation.refused("model", "404 model_not_found", null);
        }
        Served served = served(current.models(), found, form);
        if (!caller.mayUse(form.name())) {
            return Simulation.refused("notAllowed", "403 model_not_allowed", served);
        }
        return routed(current.models(), found, served, caller, form);
    }

    private static Served served(RoutingTable table, Found found, SimulationForm form) {
        Choosing choosing = found.model().choosing();
        return new Served(
                found.model().name(),
                table.redirect(found.name()),
                found.rest(),
                choosing.strategy(),
                choosing.affinity() && !form.conversationName().isEmpty(),
                choosing.fallbacks());
    }

    private Simulation routed(RoutingTable table, Found found, Served served, Caller caller, SimulationForm form) {
        Narrowing narrowing = form.narrowing();
        if (!narrowing.isNone() && !caller.mayChoose()) {
            return Simulation.refused("choice", "403 choice_not_allowed", served);
        }
        Route route = router.rehearsing().route(table, found, wish(narrowing, caller, form));
        boolean nobody = route.candidates().isEmpty();
        if (nobody && !narrowing.isNone() && !found.model().entries().isEmpty()) {
            return Simulation.refused("unmatched", "400 no_matching_provider", served);
        }
        if (nobody) {
            return Simulation.refused("nobody", "503 no_provider_available", served);
        }
        Denial denial = caller.quota().refusal(Demand.NOTHING);
        String answer = denial == null ? null : denial.isSpent() ? "429 insufficient_quota" : "429 rate_limit_exceeded";
        return new Simulation(denial == null ? null : "limit", answer, denial, served, lines(route));
    }

    private static Wish wish(Narrowing narrowing, Caller caller, SimulationForm form) {
        String conversation = form.conversationName();
        long affinity = conversation.isEmpty() ? 0 : ConversationStart.named(conversation);
        return new Wish(narrowing::allows, null, null, affinity, caller::mayUse);
    }

    private List<Line> lines(Route route) {
        Instant now = clock.instant();
        List<Prospect> prospects = failover.prospects(route, Demand.NOTHING);
        Map<UUID, Credential> held =
                credentials
                        .findAllById(prospects.stream()
                                .map(each -> each.candidate().target().credentialId())
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Credential::getId, Function.identity()));
        return prospects.stream()
                .map(each -> line(each, held.get(each.candidate().target().credentialId()), now))
                .toList();
    }

    private static Line line(Prospect prospect, @Nullable Credential credential, Instant now) {
        Candidate candidate = prospect.candidate();
        Denial denial = prospect.denial();
        Instant until = null;
        if (denial != null) {
            until = denial.retryAfter() == null ? null : now.plus(denial.retryAfter());
        } else if (prospect.restNanos() > 0) {
            until = now.plusNanos(prospect.restNanos());
        }
        long firstByte = candidate.health().firstByteNanos();
        return new Line(
                prospect,
                credential == null ? "–" : credential.getName(),
                until,
                candidate.quota().requests(),
                candidate.quota().tokens(),
                firstByte == 0 ? null : Long.valueOf(firstByte / 1_000));
    }
}

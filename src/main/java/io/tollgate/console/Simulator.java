package io.tollgate.console;

import io.tollgate.access.Caller;
import io.tollgate.catalog.Catalog;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.console.Simulation.Counts;
import io.tollgate.console.Simulation.Line;
import io.tollgate.console.Simulation.Served;
import io.tollgate.dialect.ConversationStart;
import io.tollgate.limit.Demand;
import io.tollgate.limit.Denial;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.Price;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Choosing;
import io.tollgate.routing.Failover;
import io.tollgate.routing.Narrowing;
import io.tollgate.routing.Prospect;
import io.tollgate.routing.Prospect.Verdict;
import io.tollgate.routing.Route;
import io.tollgate.routing.Router;
import io.tollgate.routing.RoutingTable;
import io.tollgate.routing.RoutingTable.Found;
import io.tollgate.routing.Wish;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says what would become of a small request if it came now. Nobody is called, and nothing is counted. */
@Component
class Simulator {

    /** How many candidates are shown at once. */
    private static final int PAGE = 100;

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
        Wish wish = wish(narrowing, caller, form);
        Route route = router.rehearsing().route(table, found, wish);
        boolean nobody = route.candidates().isEmpty();
        if (nobody && !narrowing.isNone() && !found.model().entries().isEmpty()) {
            return Simulation.refused("unmatched", "400 no_matching_provider", served);
        }
        if (nobody) {
            return Simulation.refused("nobody", "503 no_provider_available", served);
        }
        Denial denial = caller.quota().refusal(Demand.NOTHING);
        String answer = denial == null ? null : denial.isSpent() ? "429 insufficient_quota" : "429 rate_limit_exceeded";
        List<Prospect> all = failover.prospects(route, router.rosters(table, found, wish), Demand.NOTHING);
        Sheet<Integer> sheet = Sheet.of(IntStream.range(0, all.size()).boxed().toList(), form.page(), PAGE);
        return new Simulation(
                denial == null ? null : "limit",
                answer,
                denial,
                served,
                winner(all),
                Counts.of(all),
                new Sheet<>(lines(all, sheet.rows()), sheet.number(), sheet.pages()));
    }

    private @Nullable Line winner(List<Prospect> all) {
        return IntStream.range(0, all.size())
                .filter(i -> all.get(i).verdict() == Verdict.ASKED || all.get(i).verdict() == Verdict.WAITED_FOR)
                .boxed()
                .findFirst()
                .map(i -> lines(all, List.of(i)).getFirst())
                .orElse(null);
    }

    private static Wish wish(Narrowing narrowing, Caller caller, SimulationForm form) {
        String conversation = form.conversationName();
        long affinity = conversation.isEmpty() ? 0 : ConversationStart.named(conversation);
        return new Wish(narrowing::allows, null, null, affinity, caller::mayUse);
    }

    /** @param places which of them */
    private List<Line> lines(List<Prospect> all, List<Integer> places) {
        Instant now = clock.instant();
        Set<UUID> ids = places.stream().map(i -> credentialOf(all.get(i))).collect(Collectors.toSet());
        Map<UUID, Credential> held =
                credentials.findAllById(ids).stream().collect(Collectors.toMap(Credential::getId, Function.identity()));
        return places.stream()
                .map(i -> line(i + 1, all.get(i), held.get(credentialOf(all.get(i))), now))
                .toList();
    }

    private static UUID credentialOf(Prospect prospect) {
        return prospect.candidate().target().credentialId();
    }

    private static Line line(int place, Prospect prospect, @Nullable Credential credential, Instant now) {
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
                prospect.isChosen() ? Integer.valueOf(place) : null,
                credential == null ? "–" : credential.getName(),
                price(candidate.tariff().at(now)),
                until,
                candidate.quota().requests(),
                candidate.quota().tokens(),
                firstByte == 0 ? null : Long.valueOf(firstByte / 1_000));
    }

    private static @Nullable String price(@Nullable Price price) {
        BigDecimal input = price == null ? null : price.rates().written(Part.INPUT);
        BigDecimal output = price == null ? null : price.rates().written(Part.OUTPUT);
        if (price == null || input == null && output == null) {
            return null;
        }
        return amount(price, input) + " / " + amount(price, output);
    }

    private static String amount(Price price, @Nullable BigDecimal amount) {
        return amount == null ? "–" : Money.in(price.currency(), amount);
    }
}

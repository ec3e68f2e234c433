package io.tollgate.routing;

import io.tollgate.limit.CredentialQuotas;
import io.tollgate.limit.Quota;
import io.tollgate.pricing.Tariff;
import io.tollgate.provider.Target;
import io.tollgate.routing.Route.Stage;
import io.tollgate.routing.RoutingTable.Entry;
import io.tollgate.routing.RoutingTable.Found;
import io.tollgate.routing.RoutingTable.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Deployments and credentials as a test wants them. A candidate is known by the provider's name for its model. */
final class Pool {

    private final List<Entry> entries = new ArrayList<>();

    /** Adds a deployment with one credential for each name. */
    Pool entry(int priority, int weight, String... names) {
        return entry(priority, weight, Set.of(), Tariff.NONE, names);
    }

    Pool entry(int priority, int weight, Set<String> tags, Tariff tariff, String... names) {
        UUID deployment = new UUID(7, entries.size());
        List<Candidate> candidates = IntStream.range(0, names.length)
                .mapToObj(i -> candidate(deployment, names[i], new UUID(entries.size(), i), tariff, Quota.NONE))
                .toList();
        entries.add(new Entry(priority, weight, tags, candidates, name -> tariff));
        return this;
    }

    /** Adds a deployment with so many credentials, of which only some have room for a request. */
    Pool limited(int size, IntPredicate hasRoom) {
        UUID deployment = new UUID(7, entries.size());
        CredentialQuotas quotas = new CredentialQuotas();
        List<Candidate> candidates = IntStream.range(0, size)
                .mapToObj(i -> {
                    UUID credential = new UUID(entries.size(), i);
                    Quota quota = quotas.requests(credential, hasRoom.test(i) ? 1 : 0);
                    return candidate(deployment, Integer.toString(i), credential, Tariff.NONE, quota);
                })
                .toList();
        entries.add(new Entry(1, 1, Set.of(), candidates, name -> Tariff.NONE));
        return this;
    }

    /** Adds a deployment with so many credentials, called by their numbers. */
    Pool large(int priority, int weight, int size) {
        return entry(
                priority,
                weight,
                IntStream.range(0, size).mapToObj(Integer::toString).toArray(String[]::new));
    }

    @SuppressWarnings("NullAway") // how a target is called plays no part in routing
    private static Candidate candidate(UUID deployment, String name, UUID credential, Tariff tariff, Quota quota) {
        Target target = new Target(deployment, "p", null, null, credential, null, null);
        return new Candidate(deployment, target, name, false, null, tariff, quota, Health.unknown());
    }

    List<Entry> entries() {
        return entries;
    }

    Candidate candidate(String name) {
        return entries.stream()
                .flatMap(entry -> entry.credentials().stream())
                .filter(candidate -> candidate.providerModel().equals(name))
                .findFirst()
                .orElseThrow();
    }

    Health health(String name) {
        return candidate(name).health();
    }

    /** Takes a candidate out of service for a while. */
    void rest(String name) {
        health(name).usedUp(Duration.ofHours(1));
    }

    Served served(Strategy strategy, String... fallbacks) {
        return new Served("m", 0, new Choosing(strategy, true, List.of(fallbacks)), List.copyOf(entries));
    }

    /** Chooses with one strategy. */
    Chooser by(Strategy strategy, RandomGenerator random) {
        return new Chooser(new Router(random, () -> Instant.EPOCH), served(strategy));
    }

    /** A model and who chooses. */
    record Chooser(Router router, Served model) {

        List<Candidate> candidates(Wish wish) {
            return route(wish).candidates();
        }

        Stage stage() {
            return route(Wish.NONE).stages().getFirst();
        }

        private Route route(Wish wish) {
            return router.route(new RoutingTable(List.of(model), Map.of()), new Found(model, "m", null), wish);
        }

        List<String> names(Wish wish) {
            return candidates(wish).stream().map(Candidate::providerModel).toList();
        }

        List<String> names() {
            return names(Wish.NONE);
        }

        Candidate first() {
            return candidates(Wish.NONE).getFirst();
        }

        /** How often each came first. */
        Map<String, Integer> firsts(int times) {
            Map<String, Integer> firsts = new HashMap<>();
            for (int i = 0; i < times; i++) {
                firsts.merge(first().providerModel(), 1, Integer::sum);
            }
            return firsts;
        }
    }
}

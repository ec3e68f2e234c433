package io.tollgate.routing;

import io.tollgate.chat.GatewayError;
import io.tollgate.limit.CredentialQuotas;
import io.tollgate.limit.Demand;
import io.tollgate.limit.Denial;
import io.tollgate.limit.Quota;
import io.tollgate.pricing.Tariff;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.ProviderFailure.Phase;
import io.tollgate.provider.ProviderFailure.RateLimited;
import io.tollgate.provider.ProviderFailure.Rejected;
import io.tollgate.provider.ProviderFailure.TimedOut;
import io.tollgate.provider.ProviderFailure.TooLong;
import io.tollgate.provider.ProviderFailure.Unavailable;
import io.tollgate.routing.Route.Stage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** A script of failures, and a clock that waiting moves. */
abstract class WalkFixture {

    static final ProviderFailure SERVER_ERROR = new Unavailable(GatewayError.server(500, "upstream_error", "Failed"));
    static final ProviderFailure OVERLOADED = new Unavailable(GatewayError.server(503, "upstream_error", "Too much"));
    static final ProviderFailure SILENT = new TimedOut(Phase.FIRST_BYTE);
    static final ProviderFailure WRONG = new Rejected(GatewayError.invalid(400, "wrong", "Wrong"));
    static final ProviderFailure TOO_LONG =
            new TooLong(GatewayError.invalid(400, "context_length_exceeded", "Too long"));

    final Map<String, Deque<ProviderFailure>> script = new HashMap<>();
    final Map<String, Candidate> candidates = new HashMap<>();
    final Map<String, Integer> windows = new HashMap<>();
    final Set<String> full = new HashSet<>();
    final List<String> calls = new ArrayList<>();
    final List<Long> millis = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    private final CredentialQuotas quotas = new CredentialQuotas();
    long now = 77;
    RetryBudget budget = new RetryBudget(20, () -> now);
    Failover failover = failover(3);

    Failover failover(int most) {
        RetrySettings settings = new RetrySettings(most, "1s", Duration.ofSeconds(5), 20, Duration.ofMinutes(2));
        return new Failover(settings, budget, () -> now, nanos -> now += nanos, new Random(42));
    }

    static ProviderFailure limited(Duration wait) {
        return new RateLimited(
                new GatewayError(429, "requests", "rate_limit_exceeded", "Too many", null, null).retryAfter(wait));
    }

    /** {@code a1} and {@code a2} are one deployment with two credentials; {@code b1} is another deployment. */
    Candidate candidate(String name) {
        return candidates.computeIfAbsent(name, this::made);
    }

    @SuppressWarnings("NullAway") // the target plays no part here
    Candidate made(String name) {
        return new Candidate(
                new UUID(0, name.charAt(0)),
                null,
                name,
                false,
                windows.get(name),
                Tariff.NONE,
                full.contains(name) ? quotas.requests(new UUID(1, name.hashCode()), 0) : Quota.NONE,
                Health.unknown());
    }

    Stage stage(String model, String... names) {
        return new Stage(model, Arrays.stream(names).map(this::candidate).toList());
    }

    /** One that has further candidates, a few at a time. */
    Stage deep(Stage stage, Stage... further) {
        Iterator<Stage> next = List.of(further).iterator();
        return new Stage(
                stage.model(),
                stage.candidates(),
                () -> next.hasNext() ? next.next().candidates() : List.of());
    }

    void fails(String name, ProviderFailure... failures) {
        script.computeIfAbsent(name, key -> new ArrayDeque<>()).addAll(List.of(failures));
    }

    void failsForever(String name, ProviderFailure failure) {
        for (int i = 0; i < 50; i++) {
            fails(name, failure);
        }
    }

    String ask(Stage... stages) throws ProviderException, FullException {
        calls.clear();
        millis.clear();
        told.clear();
        long begun = now;
        return failover.call(new Route(List.of(stages)), Demand.NOTHING, turn -> answer(turn, begun), new Notes());
    }

    String answer(Turn turn, long begun) throws ProviderException {
        String name = turn.candidate().providerModel();
        calls.add(name);
        millis.add((now - begun) / 1_000_000);
        Deque<ProviderFailure> failures = script.getOrDefault(name, new ArrayDeque<>());
        if (!failures.isEmpty()) {
            throw new ProviderException(failures.removeFirst());
        }
        turn.close();
        return turn.model() + " by " + name;
    }

    ProviderFailure failure(Stage... stages) {
        try {
            throw new AssertionError("Answered: " + ask(stages));
        } catch (ProviderException e) {
            return e.failure();
        } catch (FullException e) {
            throw new AssertionError(e);
        }
    }

    final class Notes implements Failover.Listener {

        @Override
        public void attempt(Turn turn) {
            told.add(turn.candidate().providerModel() + " " + turn.why());
        }

        @Override
        public void failed(Turn turn, ProviderFailure failure) {
            told.add(turn.candidate().providerModel() + " failed");
        }

        @Override
        public void passedOver(Candidate candidate, Condition condition) {
            told.add(candidate.providerModel() + " is "
                    + switch (condition) {
                        case Condition.Healthy _ -> "healthy";
                        case Condition.Cooling cooling -> "cooling: " + cooling.reason();
                        case Condition.Probing _ -> "probing";
                        case Condition.Quarantined quarantined -> "quarantined: " + quarantined.reason();
                    });
        }

        @Override
        public void passedOver(Candidate candidate, Denial denial) {
            told.add(candidate.providerModel() + " is at a limit");
        }

        @Override
        public void outgrown(Candidate candidate) {
            told.add(candidate.providerModel() + " is too small");
        }

        @Override
        public void spared(Candidate candidate, Spared why) {
            told.add(candidate.providerModel() + " is spared: " + why);
        }
    }
}

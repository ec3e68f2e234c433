package io.tollgate.routing;

import io.tollgate.provider.Checkup.Result;
import io.tollgate.provider.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How every candidate has been doing. It lives in memory and outlives the catalogs, which find it here again. */
@Component
public class HealthBook {

    private static final int MOST_CHECKED = 20;

    private volatile Map<Id, Health> healths = Map.of();
    private volatile Map<UUID, Known> credentials = Map.of();

    private record Id(UUID deploymentId, UUID credentialId) {}

    /** @param target what it was about: another secret or another address is a new beginning */
    private record Known(Target target, CredentialHealth health) {}

    /** Forgets what is known against a credential, wherever it is used. */
    public void restore(UUID credentialId) {
        healths.forEach((id, health) -> {
            if (id.credentialId().equals(credentialId)) {
                health.restore();
            }
        });
    }

    /** A check found that the provider refuses the credential: it is left alone until somebody brings it back. */
    public void refuse(Target target, String code) {
        Known known = credentials.get(target.credentialId());
        if (known != null && known.target().isAs(target)) {
            known.health().breaker().shut(Reason.UNAUTHORIZED);
            long now = System.nanoTime();
            healths.forEach((id, health) -> {
                if (id.credentialId().equals(target.credentialId())) {
                    health.remember(code, now);
                }
            });
        }
    }

    /** A check found that the provider knows the credential; whether that brings it back. */
    public boolean accept(Target target) {
        Known known = credentials.get(target.credentialId());
        if (known == null || !known.target().isAs(target)) {
            return false;
        }
        Breaker breaker = known.health().breaker();
        boolean held = breaker.condition(System.nanoTime()) instanceof Condition.Quarantined;
        if (held) {
            breaker.close();
        }
        return held;
    }

    /** Every candidate, and how it has been doing. */
    public List<Seen> seen() {
        return healths.entrySet().stream()
                .map(each ->
                        new Seen(each.getKey().deploymentId(), each.getKey().credentialId(), each.getValue()))
                .toList();
    }

    /** A candidate: a deployment, called with a credential. */
    public record Seen(UUID deploymentId, UUID credentialId, Health health) {}

    /** Forgets what is known against any candidate. */
    public void restore() {
        healths.values().forEach(Health::restore);
    }

    /**
     * What keeps calls away from credentials now, of all that each is used for the worst; without those that are well.
     */
    public Map<UUID, Condition> troubles() {
        long now = System.nanoTime();
        Map<UUID, Condition> troubles = new HashMap<>();
        healths.forEach((id, health) -> {
            Condition condition = health.condition(now);
            if (!(condition instanceof Condition.Healthy)) {
                troubles.merge(id.credentialId(), condition, Condition::worse);
            }
        });
        return troubles;
    }

    /**
     * With which credentials a provider is checked: one that is well, and those that are refused, which may be good
     * again; of thousands only some.
     */
    List<Target> toBeChecked(UUID providerId, boolean refused) {
        long now = System.nanoTime();
        List<Target> well = new ArrayList<>();
        List<Target> shut = new ArrayList<>();
        for (Known known : credentials.values()) {
            if (known.target().providerId().equals(providerId)) {
                boolean isShut = known.health().breaker().condition(now) instanceof Condition.Quarantined;
                (isShut ? shut : well).add(known.target());
            }
        }
        Collections.shuffle(shut);
        List<Target> chosen = new ArrayList<>(well.isEmpty() && !refused ? shut : well);
        chosen = new ArrayList<>(chosen.subList(0, Math.min(1, chosen.size())));
        if (refused) {
            chosen.addAll(shut.subList(0, Math.min(MOST_CHECKED, shut.size())));
        }
        return chosen;
    }

    /** What a check of a credential came to. */
    void checked(Target target, Result result) {
        switch (result) {
            case GOOD -> accept(target);
            case REFUSED -> refuse(target, "upstream_auth_error");
            case DOWN -> absent(target.providerId());
            case REACHED -> {
                // says nothing against anybody, nor that calls would be answered
            }
        }
    }

    private void absent(UUID providerId) {
        long now = System.nanoTime();
        Map<UUID, Known> known = credentials;
        healths.forEach((id, health) -> {
            Known credential = known.get(id.credentialId());
            if (credential != null && credential.target().providerId().equals(providerId)) {
                health.absent(now);
            }
        });
    }

    /** How many candidates of each provider are how: by the provider's name, then by {@link Condition#word()}. */
    Map<String, Map<String, Integer>> count() {
        long now = System.nanoTime();
        Map<UUID, Known> known = credentials;
        Map<String, Map<String, Integer>> counts = new HashMap<>();
        healths.forEach((id, health) -> {
            Known credential = known.get(id.credentialId());
            if (credential != null) {
                counts.computeIfAbsent(credential.target().providerName(), name -> new HashMap<>())
                        .merge(health.condition(now).word(), 1, Integer::sum);
            }
        });
        return counts;
    }

    /** How every credential in use is, over all that it is used for. */
    public List<Outlook> outlook() {
        long now = System.nanoTime();
        Map<UUID, Known> known = credentials;
        Map<UUID, Outlook> all = new HashMap<>();
        healths.forEach((id, health) -> {
            Known found = known.get(id.credentialId());
            if (found != null) {
                Outlook here =
                        Outlook.of(found.target(), health.condition(now), health.lastUsedNanos() != Health.NEVER);
                all.merge(id.credentialId(), here, Outlook::and);
            }
        });
        return List.copyOf(all.values());
    }

    /** Begins to say anew which candidates there are. */
    public Draft draft() {
        return new Draft();
    }

    /** All candidates, as the next catalog has them. */
    public final class Draft {

        private final Map<Id, Health> kept = new HashMap<>();
        private final Map<UUID, Known> known = new HashMap<>();

        private Draft() {}

        /** How a candidate has been doing. */
        public Health of(UUID deploymentId, Target target) {
            CredentialHealth credential = known.computeIfAbsent(target.credentialId(), id -> find(id, target)).health;
            return kept.computeIfAbsent(new Id(deploymentId, target.credentialId()), id -> find(id, credential));
        }

        private Known find(UUID id, Target target) {
            Known before = credentials.get(id);
            return before != null && before.target().isAs(target) ? before : new Known(target, new CredentialHealth());
        }

        private Health find(Id id, CredentialHealth credential) {
            Health before = healths.get(id);
            return before != null && before.credential() == credential ? before : new Health(credential);
        }

        /** Makes it hold; candidates that are no more are forgotten. */
        public void commit() {
            healths = Map.copyOf(kept);
            credentials = Map.copyOf(known);
        }
    }
}

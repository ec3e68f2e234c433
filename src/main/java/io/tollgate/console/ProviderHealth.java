package io.tollgate.console;

import io.tollgate.provider.Credential;
import io.tollgate.routing.Condition;
import io.tollgate.routing.Health.Remembered;
import io.tollgate.routing.HealthBook;
import io.tollgate.routing.HealthBook.Seen;
import io.tollgate.routing.Reason;
import io.tollgate.routing.Validation;
import io.tollgate.routing.Validations;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells how credentials, and the models they are used for, are doing, as pages show it. */
@Component
class ProviderHealth {

    private final HealthBook book;
    private final Validations validations;
    private final InstantSource clock;

    ProviderHealth(HealthBook book, Validations validations, InstantSource clock) {
        this.book = book;
        this.validations = validations;
        this.clock = clock;
    }

    /** How all candidates are, now. */
    Sight now() {
        return new Sight(book.seen(), clock.instant(), System.nanoTime());
    }

    /** One look at all candidates. */
    final class Sight {

        private final Map<UUID, List<Seen>> byDeployment;
        private final Map<UUID, Condition> conditions = new HashMap<>();
        private final Map<UUID, Remembered> errors = new HashMap<>();
        private final Instant now;
        private final long nanos;

        private Sight(List<Seen> all, Instant now, long nanos) {
            this.now = now;
            this.nanos = nanos;
            this.byDeployment = all.stream().collect(Collectors.groupingBy(Seen::deploymentId));
            for (Seen seen : all) {
                conditions.merge(seen.credentialId(), seen.health().condition(nanos), Condition::worse);
                Remembered error = seen.health().remembered();
                if (error != null) {
                    errors.merge(seen.credentialId(), error, Sight::later);
                }
            }
        }

        private static Remembered later(Remembered one, Remembered other) {
            return one.atNanos() - other.atNanos() < 0 ? other : one;
        }

        /** How many credentials are in which state; states that none is in are left out. */
        Map<CredentialState, Long> counts(List<Credential> rows) {
            return rows.stream()
                    .collect(Collectors.groupingBy(
                            this::state, () -> new EnumMap<>(CredentialState.class), Collectors.counting()));
        }

        CredentialState state(Credential row) {
            return row.isDisabled() ? CredentialState.DISABLED : CredentialState.of(condition(row));
        }

        private Condition condition(Credential row) {
            return conditions.getOrDefault(row.getId(), Condition.HEALTHY);
        }

        CredentialLine line(Credential row) {
            Condition condition = condition(row);
            Remembered error = errors.get(row.getId());
            Validation check = validations.find(row.getProviderId());
            return new CredentialLine(
                    row,
                    state(row),
                    reason(condition),
                    until(condition),
                    error == null ? null : error.code(),
                    error == null ? null : moment(error.atNanos()),
                    check == null ? null : check.of(row.getId()));
        }

        /** How a model is doing at a provider. */
        ServedLine line(ProviderPages.Served served) {
            List<Seen> candidates =
                    byDeployment.getOrDefault(served.deployment().getId(), List.of());
            Condition worst = Condition.HEALTHY;
            Instant until = null;
            Remembered error = null;
            int available = 0;
            int inFlight = 0;
            long firstByte = 0;
            for (Seen seen : candidates) {
                Condition condition = seen.health().condition(nanos);
                worst = worst.worse(condition);
                until = earlier(until, until(condition));
                available += seen.health().isAvailable(nanos) ? 1 : 0;
                inFlight += seen.health().inFlight();
                firstByte = Math.max(firstByte, seen.health().firstByteNanos());
                Remembered own = seen.health().remembered();
                error = own == null ? error : error == null ? own : later(error, own);
            }
            return new ServedLine(
                    served.model(),
                    served.deployment(),
                    candidates.size(),
                    available,
                    inFlight,
                    reason(worst),
                    until,
                    firstByte == 0 ? null : firstByte / 1_000,
                    error == null ? null : error.code(),
                    error == null ? null : moment(error.atNanos()));
        }

        private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
            return one == null || other != null && other.isBefore(one) ? other : one;
        }

        private static @Nullable Reason reason(Condition condition) {
            return switch (condition) {
                case Condition.Healthy _ -> null;
                case Condition.Probing probing -> probing.reason();
                case Condition.Cooling cooling -> cooling.reason();
                case Condition.Quarantined held -> held.reason();
            };
        }

        private @Nullable Instant until(Condition condition) {
            return condition instanceof Condition.Cooling cooling ? moment(cooling.untilNanos()) : null;
        }

        private Instant moment(long at) {
            return now.plusNanos(at - nanos);
        }
    }
}

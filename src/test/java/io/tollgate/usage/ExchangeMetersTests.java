package io.tollgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.limit.Quota;
import io.tollgate.pricing.Tariff;
import io.tollgate.provider.Profile;
import io.tollgate.provider.Target;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Health;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** However many names there are, there are only so many meters. */
class ExchangeMetersTests {

    private static final UUID ID = new UUID(1, 1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ExchangeMeters meters = new ExchangeMeters(registry);

    private static UsageRecord row(String model) {
        return new UsageRecord(
                ID,
                Instant.EPOCH,
                "r",
                ID,
                ID,
                "chat",
                model,
                ID,
                ID,
                model,
                200,
                Outcome.COMPLETED,
                null,
                false,
                1,
                Usage.estimated(7, 3),
                5L,
                1_000L,
                2_000L);
    }

    @SuppressWarnings("NullAway") // how it is called plays no part in being counted
    private static Candidate candidate(String provider) {
        Target target = new Target(ID, provider, null, Profile.OPENAI, ID, null, null);
        return new Candidate(ID, target, "m", false, null, Tariff.NONE, Quota.NONE, Health.unknown());
    }

    @Test
    void bounds() {
        int names = 3 * ExchangeMeters.MOST;
        for (int i = 0; i < names; i++) {
            Candidate candidate = candidate("provider-" + i % 50);
            meters.ended(row("model-" + i), Operation.CHAT, "model-" + i, candidate);
            meters.called(Operation.CHAT, "model-" + i, candidate, Outcome.COMPLETED, 1_000);
        }

        assertThat(registry.find("gen_ai.server.request.duration").timers()).hasSize(ExchangeMeters.MOST + 1);
        assertThat(registry.find("gen_ai.client.operation.duration").timers()).hasSize(ExchangeMeters.MOST + 1);
        assertThat(registry.get("gen_ai.server.request.duration")
                        .tag("gen_ai.request.model", ExchangeMeters.OTHER)
                        .timer()
                        .count())
                .isEqualTo(names - ExchangeMeters.MOST);
        assertThat(registry.get("gen_ai.client.operation.duration")
                        .tag("gen_ai.request.model", ExchangeMeters.OTHER)
                        .tag("provider", ExchangeMeters.OTHER)
                        .timer()
                        .count())
                .isEqualTo(names - ExchangeMeters.MOST);
        assertThat(registry.get("gen_ai.client.token.usage")
                        .tag("gen_ai.request.model", "model-1")
                        .tag("gen_ai.token.type", "input")
                        .summary()
                        .totalAmount())
                .isEqualTo(7);
    }
}

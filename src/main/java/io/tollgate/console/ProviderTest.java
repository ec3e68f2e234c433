package io.tollgate.console;

import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.pricing.Price;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.ProviderProbe;
import io.tollgate.storage.Ids;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tests a provider by a real call, which is paid for and stands in the ledger like any other. */
@Component
class ProviderTest {

    private final ProviderProbe probe;
    private final ProviderPages pages;
    private final Ledger ledger;
    private final Ids ids;
    private final InstantSource clock;

    ProviderTest(ProviderProbe probe, ProviderPages pages, Ledger ledger, Ids ids, InstantSource clock) {
        this.probe = probe;
        this.pages = pages;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    Result run(UUID providerId, String model) {
        UUID id = ids.next();
        Instant started = clock.instant();
        long startedNanos = System.nanoTime();
        try {
            ProviderProbe.Success success = probe.test(providerId, model);
            Long cost = price(providerId, model).cost(success.usage());
            Call call = new Call(id, started, providerId, success.credentialId(), model, success.micros());
            ledger.record(call.record(200, Outcome.COMPLETED, null, success.usage(), cost));
            return new Result(model, success.micros(), success.text(), success.usage(), null);
        } catch (ProviderException e) {
            GatewayError error = e.failure().error();
            long micros = (System.nanoTime() - startedNanos) / 1_000;
            Call call = new Call(id, started, providerId, null, model, micros);
            ledger.record(call.record(error.status(), outcome(e.failure()), error.code(), Usage.NONE, 0L));
            return new Result(model, micros, null, Usage.NONE, error);
        }
    }

    private Price price(UUID providerId, String model) {
        return pages.served(providerId).stream()
                .filter(served -> served.deployment().getProviderModel().equals(model))
                .map(served -> served.deployment().getPrice().isEmpty()
                        ? served.model().getPrice()
                        : served.deployment().getPrice())
                .findFirst()
                .orElse(Price.NONE);
    }

    private static Outcome outcome(ProviderFailure failure) {
        return switch (failure) {
            case ProviderFailure.TimedOut _ -> Outcome.UPSTREAM_TIMEOUT;
            case ProviderFailure.Rejected _,
                    ProviderFailure.RateLimited _,
                    ProviderFailure.Unauthorized _,
                    ProviderFailure.Unsupported _ -> Outcome.UPSTREAM_REJECTED;
            case ProviderFailure.Unreachable _,
                    ProviderFailure.AddressRefused _,
                    ProviderFailure.Broken _,
                    ProviderFailure.Unavailable _,
                    ProviderFailure.BadAnswer _ -> Outcome.UPSTREAM_ERROR;
        };
    }

    /** What a test found: an answer, or an error. */
    record Result(
            String model,
            long micros,
            @Nullable String text,
            Usage usage,
            @Nullable GatewayError error) {}

    private record Call(
            UUID id,
            Instant started,
            UUID providerId,
            @Nullable UUID credentialId,
            String model,
            long micros) {

        UsageRecord record(int status, Outcome outcome, @Nullable String code, Usage usage, @Nullable Long costNano) {
            return new UsageRecord(
                    id,
                    started,
                    "console-" + id,
                    null,
                    null,
                    Operation.CHAT.label(),
                    model,
                    providerId,
                    credentialId,
                    model,
                    status,
                    outcome,
                    code,
                    false,
                    1,
                    usage,
                    costNano,
                    code == null ? micros : null,
                    micros);
        }
    }
}

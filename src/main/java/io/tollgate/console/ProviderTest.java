package io.tollgate.console;

import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Usage;
import io.tollgate.pricing.Tariff;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.Trial;
import io.tollgate.provider.TrialReport;
import io.tollgate.provider.Trials;
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

    private final Trials trials;
    private final ProviderPages pages;
    private final Tariffs tariffs;
    private final Ledger ledger;
    private final Ids ids;
    private final InstantSource clock;

    ProviderTest(Trials trials, ProviderPages pages, Tariffs tariffs, Ledger ledger, Ids ids, InstantSource clock) {
        this.trials = trials;
        this.pages = pages;
        this.tariffs = tariffs;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    Result run(UUID providerId, String model) {
        return run(providerId, Trial.of(model));
    }

    Result run(UUID providerId, Trial trial) {
        Instant started = clock.instant();
        ledger.requireRoom();
        Result result = new Result(trial, trials.run(providerId, trial));
        ledger.record(record(ids.next(), started, providerId, result));
        return result;
    }

    private UsageRecord record(UUID id, Instant started, UUID providerId, Result result) {
        TrialReport report = result.report();
        GatewayError error = result.error();
        ProviderFailure failure = report.failure();
        boolean used = failure == null || !report.usage().equals(Usage.NONE);
        String model = result.trial().model();
        return new UsageRecord(
                id,
                started,
                "console-" + id,
                null,
                null,
                result.trial().operation().label(),
                model,
                providerId,
                report.credentialId(),
                model,
                error == null ? 200 : error.status(),
                failure == null ? Outcome.COMPLETED : Outcome.of(failure),
                error == null ? null : error.code(),
                result.trial().streamed(),
                1,
                report.usage(),
                used ? tariff(providerId, model).cost(report.usage(), started) : Long.valueOf(0),
                failure == null ? report.micros() : null,
                report.micros(),
                report.losses().isEmpty() ? null : String.join(", ", report.losses()),
                null);
    }

    private Tariff tariff(UUID providerId, String model) {
        Tariffs.Sight sight = tariffs.now();
        return pages.served(providerId).stream()
                .map(ProviderPages.Served::deployment)
                .filter(deployment -> deployment.getProviderModel().equals(model))
                .findFirst()
                .map(sight::of)
                .orElseGet(() -> sight.listed(providerId, model));
    }

    /** What a test found. */
    record Result(Trial trial, TrialReport report) {

        /** Why there is no answer; absent when there is one. */
        public @Nullable GatewayError error() {
            ProviderFailure failure = report.failure();
            return failure == null ? null : failure.error();
        }
    }
}

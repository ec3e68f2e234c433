package io.tollgate.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.access.Caller;
import io.tollgate.chat.Operation;
import io.tollgate.routing.Candidate;
import io.tollgate.storage.Ids;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens a meter for every exchange, and settles it: the ledger, the metrics, and one line in the log. */
@Component
public class Metering {

    private record Tags(String model, String provider, UsageRecord.Outcome outcome) {}

    private record Meters(Counter input, Counter output, Counter cost, Timer firstByte, Timer total) {}

    private final Ledger ledger;
    private final ExchangeLog lines;
    private final Ids ids;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
    private final Map<Tags, Meters> meters = new ConcurrentHashMap<>();

    Metering(Ledger ledger, ExchangeLog lines, Ids ids, InstantSource clock, MeterRegistry registry) {
        this.ledger = ledger;
        this.lines = lines;
        this.ids = ids;
        this.clock = clock;
        this.registry = registry;
    }

    /**
     * Starts following an exchange.
     *
     * @param startedNanos when the request came, by {@link System#nanoTime()}
     */
    public UsageMeter open(
            long startedNanos, String requestId, Caller caller, Operation operation, String model, boolean streamed) {
        return new UsageMeter(
                this, ids.next(), clock.instant(), startedNanos, requestId, caller, operation, model, streamed);
    }

    /**
     * Counts a request that was not admitted; those leave no row.
     *
     * @param code what the caller was told
     */
    public void refused(String code) {
        refusals.computeIfAbsent(
                        code,
                        key -> Counter.builder("tollgate.refusals")
                                .description("Requests that were not admitted")
                                .tag("code", key)
                                .register(registry))
                .increment();
    }

    void settle(UsageRecord row, Caller caller, @Nullable Candidate candidate) {
        ledger.record(row);
        String provider = candidate == null ? "" : candidate.target().providerName();
        count(row, provider);
        lines.add(row, caller.keyName(), provider);
    }

    private void count(UsageRecord row, String provider) {
        Meters found = meters.computeIfAbsent(new Tags(row.modelAsked(), provider, row.outcome()), this::meters);
        found.total().record(row.totalMicros(), TimeUnit.MICROSECONDS);
        if (row.firstByteMicros() != null) {
            found.firstByte().record(row.firstByteMicros(), TimeUnit.MICROSECONDS);
        }
        found.input().increment(row.usage().inputTokens());
        found.output().increment(row.usage().outputTokens());
        if (row.costNano() != null) {
            found.cost().increment(row.costNano() / 1e9);
        }
    }

    private Meters meters(Tags tags) {
        String[] labels = {
            "model",
            tags.model(),
            "provider",
            tags.provider(),
            "outcome",
            tags.outcome().name()
        };
        return new Meters(
                Counter.builder("tollgate.tokens.input")
                        .description("Input tokens, those from a cache included")
                        .tags(labels)
                        .register(registry),
                Counter.builder("tollgate.tokens.output")
                        .description("Output tokens, reasoning included")
                        .tags(labels)
                        .register(registry),
                Counter.builder("tollgate.cost.dollars")
                        .description("US dollars spent at providers")
                        .tags(labels)
                        .register(registry),
                Timer.builder("tollgate.first.byte")
                        .description("From the request to the first byte of its answer")
                        .tags(labels)
                        .register(registry),
                Timer.builder("tollgate.exchange")
                        .description("From the request to the last byte of its answer")
                        .tags(labels)
                        .register(registry));
    }
}

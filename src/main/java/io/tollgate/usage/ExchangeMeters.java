package io.tollgate.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.routing.Candidate;
import io.tollgate.telemetry.Conventions;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of exchanges and of calls to providers. Each set of labels finds its meters in a map; sets beyond a
 * bound share one, so that nobody who makes up names can fill the memory.
 */
final class ExchangeMeters {

    /** Sets of labels, of exchanges and of calls each. */
    static final int MOST = 500;

    static final String OTHER = "other";

    private static final double[] TOKENS =
            DoubleStream.iterate(1, bound -> bound * 4).limit(14).toArray();
    private static final Duration[] SECONDS = DoubleStream.iterate(10, millis -> millis * 2)
            .limit(14)
            .mapToObj(millis -> Duration.ofMillis((long) millis))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<Labels, Ends> ends = new ConcurrentHashMap<>();
    private final Map<Labels, Timer> calls = new ConcurrentHashMap<>();

    ExchangeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * What tells one from the others.
     *
     * @param model as it is configured, whatever name a client gave
     * @param provider empty where nobody was called
     * @param kind of provider
     */
    private record Labels(Operation operation, String model, String provider, String kind, Outcome outcome) {

        static Labels of(Operation operation, String model, @Nullable Candidate candidate, Outcome outcome) {
            return candidate == null
                    ? new Labels(operation, model, "", "", outcome)
                    : new Labels(
                            operation,
                            model,
                            candidate.target().providerName(),
                            candidate.target().profile().preset(),
                            outcome);
        }

        Labels merged() {
            return new Labels(operation, OTHER, OTHER, OTHER, outcome);
        }

        Tags tags() {
            return Tags.of(
                    Conventions.OPERATION,
                    Conventions.operation(operation),
                    Conventions.PROVIDER,
                    Conventions.provider(kind),
                    Conventions.MODEL,
                    model,
                    "provider",
                    provider);
        }

        Tags withError() {
            String error = outcome == Outcome.COMPLETED ? "" : outcome.name().toLowerCase(Locale.ROOT);
            return tags().and(Conventions.ERROR, error);
        }
    }

    private record Ends(
            Timer total, Timer firstToken, DistributionSummary input, DistributionSummary output, Counter cost) {}

    /** An exchange is over. */
    void ended(UsageRecord row, Operation operation, String model, @Nullable Candidate candidate) {
        Ends found = of(Labels.of(operation, model, candidate, row.outcome()));
        found.total.record(row.totalMicros(), TimeUnit.MICROSECONDS);
        if (row.firstByteMicros() != null && row.outcome() == Outcome.COMPLETED) {
            found.firstToken.record(row.firstByteMicros(), TimeUnit.MICROSECONDS);
        }
        Usage usage = row.usage();
        if (usage.inputTokens() + usage.outputTokens() > 0) {
            found.input.record(usage.inputTokens());
            found.output.record(usage.outputTokens());
        }
        if (row.costNano() != null && row.costNano() != 0) {
            found.cost.increment(row.costNano() / 1e9);
        }
    }

    /** A call to a provider is over. */
    void called(Operation operation, String model, Candidate candidate, Outcome outcome, long micros) {
        Labels labels = Labels.of(operation, model, candidate, outcome);
        Timer known = calls.get(labels);
        if (known == null) {
            Labels bounded = calls.size() < MOST ? labels : labels.merged();
            known = calls.computeIfAbsent(
                    bounded,
                    made -> timer("gen_ai.client.operation.duration", "From a call to its failure or its answer's end")
                            .tags(made.withError())
                            .register(registry));
        }
        known.record(micros, TimeUnit.MICROSECONDS);
    }

    private Ends of(Labels labels) {
        Ends known = ends.get(labels);
        return known != null ? known : ends.computeIfAbsent(ends.size() < MOST ? labels : labels.merged(), this::ends);
    }

    private Ends ends(Labels labels) {
        return new Ends(
                timer("gen_ai.server.request.duration", "From a request to the last byte of its answer")
                        .tags(labels.withError())
                        .register(registry),
                timer("gen_ai.server.time_to_first_token", "From a request to the first byte of its complete answer")
                        .tags(labels.tags())
                        .register(registry),
                tokens(labels, "input"),
                tokens(labels, "output"),
                Counter.builder("tollgate.cost.dollars")
                        .description("US dollars spent at providers")
                        .tags("model", labels.model, "provider", labels.provider, "outcome", labels.outcome.name())
                        .register(registry));
    }

    private DistributionSummary tokens(Labels labels, String type) {
        return DistributionSummary.builder("gen_ai.client.token.usage")
                .description("Tokens of an exchange: input with those from a cache, output with reasoning")
                .serviceLevelObjectives(TOKENS)
                .tags(labels.tags().and(Conventions.TOKEN_TYPE, type))
                .register(registry);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(SECONDS);
    }
}

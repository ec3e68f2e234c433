package io.tollgate.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.access.Caller;
import io.tollgate.chat.Operation;
import io.tollgate.limit.Reservation;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Turn;
import io.tollgate.storage.Ids;
import io.tollgate.telemetry.Tracing;
import io.tollgate.telemetry.Tracing.Asked;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens a meter for every exchange, and settles it: the ledger, the metrics, and one line in the log. */
@Component
public class Metering {

    private static final int[] OVERHEAD_MICROS = {
        100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000
    };

    private final Ledger ledger;
    private final ExchangeLog lines;
    private final Ids ids;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
    private final Map<Turn.Why, Counter> attempts = new EnumMap<>(Turn.Why.class);
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final ExchangeMeters meters;
    private final FailureRates rates;
    private final Tracing tracing;
    private final Timer overhead;
    private final Instant since;

    Metering(
            Ledger ledger,
            ExchangeLog lines,
            FailureRates rates,
            Ids ids,
            InstantSource clock,
            MeterRegistry registry,
            Tracing tracing) {
        this.rates = rates;
        this.tracing = tracing;
        this.ledger = ledger;
        this.lines = lines;
        this.ids = ids;
        this.clock = clock;
        this.registry = registry;
        this.since = clock.instant();
        this.meters = new ExchangeMeters(registry);
        this.overhead = Timer.builder("tollgate.overhead")
                .description("From a request to its first call: read, admitted, routed and written down")
                .serviceLevelObjectives(Arrays.stream(OVERHEAD_MICROS)
                        .mapToObj(micros -> Duration.ofNanos(1_000L * micros))
                        .toArray(Duration[]::new))
                .register(registry);
        for (Turn.Why why : Turn.Why.values()) {
            attempts.put(why, attempts(why));
        }
        Gauge.builder("tollgate.exchanges.active", underWay, AtomicInteger::get)
                .description("Exchanges under way")
                .register(registry);
    }

    private Counter attempts(Turn.Why why) {
        return Counter.builder("tollgate.attempts")
                .description("Calls to providers, by why they were made")
                .tag("why", why.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /**
     * Starts following an exchange.
     *
     * @param header a header of its request by its name
     * @param startedNanos when the request came, by {@link System#nanoTime()}
     * @param dialect what its client speaks
     * @param model the name that its client asked for
     * @param configured the name of the model that answers to it
     * @param promptTokens how many tokens the request has by an estimate
     * @param admitted what is set aside for it, which its end settles
     */
    public UsageMeter open(
            Function<String, @Nullable String> header,
            long startedNanos,
            String requestId,
            Caller caller,
            String dialect,
            Operation operation,
            String model,
            String configured,
            boolean streamed,
            LongSupplier promptTokens,
            Reservation admitted) {
        underWay.incrementAndGet();
        MeteredRequest request = new MeteredRequest(
                ids.next(),
                admitted.at(clock.instant()),
                startedNanos,
                requestId,
                caller,
                dialect,
                operation,
                model,
                configured,
                streamed,
                promptTokens);
        return new UsageMeter(
                this,
                request,
                admitted,
                tracing.begin(new Asked(operation, model, streamed, requestId), header, startedNanos));
    }

    Ledger ledger() {
        return ledger;
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

    /** How many requests were not admitted since this process began, by what their callers were told. */
    public Refusals refusals() {
        return Refusals.of(since, refusals);
    }

    /** An exchange is over. */
    void settle(UsageRecord row, MeteredRequest request, @Nullable Candidate candidate) {
        (isFailed(row) ? failed : completed).increment();
        rates.add(row);
        meters.ended(row, request.operation(), request.configured(), candidate);
        lines.add(
                row,
                request.dialect(),
                request.caller().keyName(),
                candidate == null ? "" : candidate.target().providerName());
    }

    private static boolean isFailed(UsageRecord row) {
        return row.outcome() != Outcome.COMPLETED && row.outcome() != Outcome.CLIENT_CANCELLED;
    }

    /** A call is about to be made. */
    void calling(Turn.Why why) {
        Objects.requireNonNull(attempts.get(why)).increment();
    }

    /** The first call of an exchange can be made. */
    void ready(long micros) {
        overhead.record(micros, TimeUnit.MICROSECONDS);
    }

    /** A call is over. */
    void called(Operation operation, String model, Candidate candidate, Outcome outcome, long micros) {
        meters.called(operation, model, candidate, outcome, micros);
    }

    /** An exchange is no longer under way, whether or not it left a row. */
    void closed() {
        underWay.decrementAndGet();
    }

    /** How many exchanges are under way. */
    public int underWay() {
        return underWay.get();
    }

    /** How many records of the journal are not in the database yet. */
    public long waiting() {
        return ledger.status().waiting();
    }

    /**
     * What there was since this process began.
     *
     * @param completed exchanges that ended well, or were left by their clients
     * @param refused requests that were not admitted
     */
    public record Totals(int underWay, long completed, long failed, long refused) {

        /** All that came. */
        public long requests() {
            return underWay + completed + failed + refused;
        }
    }

    /** What there was since this process began. */
    public Totals totals() {
        long refused = refusals.values().stream()
                .mapToLong(each -> (long) each.count())
                .sum();
        return new Totals(underWay.get(), completed.sum(), failed.sum(), refused);
    }
}

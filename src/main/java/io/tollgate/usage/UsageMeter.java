package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.limit.Denial;
import io.tollgate.limit.Reservation;
import io.tollgate.pricing.Price;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.ProviderFailure.BadAnswer;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Condition;
import io.tollgate.routing.Failover;
import io.tollgate.routing.Route;
import io.tollgate.routing.Spared;
import io.tollgate.routing.Turn;
import io.tollgate.telemetry.ExchangeTrace;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.End;
import io.tollgate.usage.UsageRecord.Outcome;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows one exchange and keeps its books: each call is in the journal before it is made, and the end before the
 * client can take the answer for complete.
 */
public final class UsageMeter implements AutoCloseable, Failover.Listener {

    private static final LongSupplier NOTHING = () -> 0;

    private final Metering metering;
    private final MeteredRequest request;
    private final Reservation admitted;
    private final ExchangeTrace trace;
    private final CallNotes notes;
    private final BrokenCalls broken = new BrokenCalls();

    private @Nullable Turn turn;
    private @Nullable Candidate candidate;
    private boolean begun;
    private boolean settled;
    /** What the call costs that was answered. */
    private @Nullable Long ownNano = 0L;

    private long firstByteNanos;
    private Usage usage = Usage.NONE;
    private LongSupplier outputTokens = NOTHING;
    private Outcome outcome = Outcome.INTERRUPTED;
    private int status = 500;
    private @Nullable String errorCode;
    private @Nullable String losses;

    UsageMeter(Metering metering, MeteredRequest request, Reservation admitted, ExchangeTrace trace) {
        this.metering = metering;
        this.request = request;
        this.admitted = admitted;
        this.trace = trace;
        this.notes = new CallNotes(request.startedNanos());
    }

    /** It goes along this route. */
    public void along(Route route) {
        notes.along(route);
    }

    @Override
    public void passedOver(Candidate candidate, Condition condition) {
        notes.trail().passOver(candidate, condition);
    }

    @Override
    public void passedOver(Candidate candidate, Denial denial) {
        notes.trail().passOver(candidate, denial);
    }

    @Override
    public void outgrown(Candidate candidate) {
        notes.trail().outgrow(candidate);
    }

    @Override
    public void spared(Candidate candidate, Spared why) {
        notes.trail().spare(candidate, why);
    }

    /**
     * A provider is about to be called.
     *
     * @throws AccountingException when that cannot be written down: it must not be called
     */
    @Override
    public void attempt(Turn next) {
        turn = next;
        Candidate candidate = next.candidate();
        this.candidate = candidate;
        long startMicros = notes.begin(next);
        long promptTokens = request.tokensAreMetered() ? request.promptTokens().getAsLong() : 0;
        Price price = candidate.tariff().at(request.startedAt());
        Attempt entry = new Attempt(
                request.id(),
                notes.calls(),
                startMicros,
                candidate.deploymentId(),
                candidate.target().providerId(),
                candidate.target().credentialId(),
                candidate.providerModel(),
                price == null ? null : price.id(),
                promptTokens,
                broken.begin(promptTokens, price),
                next.why(),
                next.waited().toNanos() / 1_000);
        if (begun) {
            metering.ledger().attempt(entry);
        } else {
            metering.ledger().begin(request.start(admitted.costNano()), entry);
            begun = true;
            metering.ready(startMicros);
        }
        metering.calling(next.why());
        trace.calling(candidate.target(), candidate.providerModel(), next.why().name());
    }

    /** A call that may have been answered, though nobody heard it, costs at least what was sent. */
    @Override
    public void failed(Turn failed, ProviderFailure failure) {
        Long cost = broken.failed(failed, failure);
        called(failed.candidate(), Outcome.of(failure));
        notes.failed(failed, failure, cost);
        trace.failed(failure.error().code());
        turn = null;
    }

    private void called(Candidate asked, Outcome how) {
        metering.called(request.operation(), request.configured(), asked, how, notes.callMicros());
    }

    /** An answer broke off, of which so many tokens had come, and nothing was passed on. */
    public void heard(long tokens) {
        broken.heard(tokens);
    }

    /** The first byte of the answer is on its way to the client. */
    public void firstByte() {
        if (firstByteNanos == 0) {
            firstByteNanos = System.nanoTime();
        }
    }

    /** What was used; the last word counts. */
    public void used(@Nullable Usage stated) {
        if (stated != null) {
            usage = stated;
        }
    }

    /** How many tokens the answer has so far by an estimate, for the case that nobody counts them. */
    public void estimatedBy(LongSupplier tokens) {
        outputTokens = tokens;
    }

    /**
     * How long the gateway has had the request so far, without what it waited for providers.
     *
     * @return microseconds
     */
    public long overheadMicros() {
        return notes.overheadMicros(turn);
    }

    /** Who was called last; absent when nobody was. */
    public @Nullable Candidate called() {
        return candidate;
    }

    /** How many calls the exchange has come to so far. */
    public int attempts() {
        return notes.calls();
    }

    /** What of the request could not be said in the provider's dialect. */
    public void lost(List<String> names) {
        losses = names.isEmpty() ? null : String.join(", ", names);
    }

    /** How the exchange ended, as the client saw it. What is settled stays. */
    public void ended(Outcome how, int httpStatus, @Nullable String code) {
        if (!settled) {
            outcome = how;
            status = httpStatus;
            errorCode = code;
        }
    }

    /**
     * The exchange has come to its good end, of which the client does not know yet.
     *
     * @throws AccountingException when that cannot be written down: the client must not be told
     */
    public void settle() {
        ended(Outcome.COMPLETED, 200, null);
        UsageRecord row = record();
        try {
            metering.ledger().end(end(row));
        } catch (AccountingException e) {
            if (e.isAppended()) {
                finish(row);
            }
            throw e;
        }
        finish(row);
    }

    private void finish(UsageRecord row) {
        settled = true;
        metering.settle(row, request, candidate);
        trace(row);
        release(row);
    }

    @Override
    public void close() {
        Turn served = turn;
        try {
            if (!settled) {
                closeUnsettled();
            }
        } finally {
            metering.closed();
            trace.close();
            if (served != null) {
                served.close();
            }
        }
    }

    private void closeUnsettled() {
        if (turn != null && hasBroken()) {
            turn.broke(new BadAnswer(errorCode == null ? "" : errorCode, ""));
        }
        if (begins()) {
            UsageRecord row = record();
            metering.ledger().endLate(end(row));
            finish(row);
        } else {
            withdraw();
        }
    }

    private void trace(UsageRecord row) {
        String error = row.outcome() == Outcome.COMPLETED ? null : row.errorCode();
        trace.ended(row.status(), error, row.usage(), row.firstByteMicros());
    }

    /** The headers that tell a provider which trace the call under way belongs to; usually none. */
    public Map<String, String> traceHeaders() {
        return trace.headers();
    }

    /** Whether an answer broke off that had begun, by the provider's fault. */
    private boolean hasBroken() {
        return switch (outcome) {
            case TRUNCATED, UPSTREAM_TIMEOUT, UPSTREAM_ERROR -> !"accounting_unavailable".equals(errorCode);
            case COMPLETED, CLIENT_CANCELLED, UPSTREAM_REJECTED, INTERRUPTED -> false;
        };
    }

    /** It was refused after all: it leaves no row, and does not count. */
    public void withdraw() {
        settled = true;
        admitted.annul();
        held().annul();
    }

    private Reservation held() {
        return turn == null ? Reservation.NONE : turn.held();
    }

    /** Puts what was used in place of what was reserved; what has no cost in its row is charged as reserved. */
    private void release(UsageRecord row) {
        Usage used = row.usage();
        if (notes.calls() == 0) {
            admitted.annul();
        } else if (used.source() == Usage.Source.NONE && firstByteNanos != 0 && !request.isFree()) {
            admitted.settleAsReserved();
            held().settleAsReserved();
        } else {
            long tokens = used.inputTokens() + used.outputTokens();
            admitted.settle(tokens, row.costNano());
            held().settle(tokens, ownNano);
        }
    }

    /** Whether it has begun in the journal, or does so now: what nobody was called for may lack its row. */
    private boolean begins() {
        if (begun) {
            return true;
        }
        try {
            notes.withdraw();
            metering.ledger().begin(request.start(admitted.costNano()), null);
            return true;
        } catch (AccountingException e) {
            return false;
        }
    }

    private End end(UsageRecord row) {
        if (candidate != null && notes.isCalling()) {
            called(candidate, outcome);
        }
        return new End(
                request.id(),
                outcome,
                status,
                errorCode,
                row.usage(),
                row.costNano(),
                row.firstByteMicros(),
                row.totalMicros(),
                losses,
                notes.ends(turn, outcome, errorCode, ownNano),
                row.trace());
    }

    private UsageRecord record() {
        Candidate served = candidate;
        Usage counted = counted();
        ownNano = turn == null ? Long.valueOf(0) : cost(served, counted);
        return new UsageRecord(
                request.id(),
                request.startedAt(),
                request.requestId(),
                request.caller().keyId(),
                request.caller().teamId(),
                request.operation().label(),
                request.model(),
                served == null ? null : served.target().providerId(),
                served == null ? null : served.target().credentialId(),
                served == null ? null : served.providerModel(),
                status,
                outcome,
                errorCode,
                request.streamed(),
                notes.calls(),
                counted,
                broken.and(ownNano),
                firstByteNanos == 0 ? null : (firstByteNanos - request.startedNanos()) / 1000,
                notes.micros(),
                losses,
                notes.trace());
    }

    /** What was used, estimated where the provider left it out or did not come to say it. */
    private Usage counted() {
        boolean answered = isAnswered();
        if (!answered && !broken.isEmpty() && usage.source() == Usage.Source.NONE) {
            return broken.usage();
        }
        if (!answered || !request.tokensAreMetered()) {
            return usage;
        }
        if (usage.source() == Usage.Source.NONE) {
            return Usage.estimated(request.promptTokens().getAsLong(), outputTokens.getAsLong());
        }
        return outcome == Outcome.COMPLETED ? usage : usage.withOutputOfAtLeast(outputTokens.getAsLong());
    }

    private boolean isAnswered() {
        return outcome == Outcome.COMPLETED || firstByteNanos != 0;
    }

    /** Nothing is paid where nothing was used because nothing was answered. */
    private @Nullable Long cost(@Nullable Candidate served, Usage counted) {
        if (served == null || counted.equals(Usage.NONE) && !isAnswered()) {
            return 0L;
        }
        return counted.source() == Usage.Source.NONE && !request.isFree()
                ? null
                : served.tariff().cost(counted, request.startedAt());
    }
}

package io.tollgate.usage;

import io.tollgate.access.Caller;
import io.tollgate.chat.Operation;
import io.tollgate.chat.Usage;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Failover;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Follows one exchange and leaves its usage record when it closes, whatever happened. */
public final class UsageMeter implements AutoCloseable, Failover.Listener {

    private final Metering metering;
    private final UUID id;
    private final Instant startedAt;
    private final long startedNanos;
    private final String requestId;
    private final Caller caller;
    private final Operation operation;
    private final String modelAsked;
    private final boolean streamed;

    private @Nullable Candidate candidate;
    private int attempts;
    private long firstByteNanos;
    private Usage usage = Usage.NONE;
    private Outcome outcome = Outcome.INTERRUPTED;
    private int status = 500;
    private @Nullable String errorCode;
    private @Nullable String losses;

    UsageMeter(
            Metering metering,
            UUID id,
            Instant startedAt,
            long startedNanos,
            String requestId,
            Caller caller,
            Operation operation,
            String modelAsked,
            boolean streamed) {
        this.metering = metering;
        this.id = id;
        this.startedAt = startedAt;
        this.startedNanos = startedNanos;
        this.requestId = requestId;
        this.caller = caller;
        this.operation = operation;
        this.modelAsked = modelAsked;
        this.streamed = streamed;
    }

    @Override
    public void attempt(Candidate next) {
        candidate = next;
        attempts++;
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

    /** What of the request could not be said in the provider's dialect. */
    public void lost(List<String> names) {
        losses = names.isEmpty() ? null : String.join(", ", names);
    }

    /** How the exchange ended, as the client saw it. */
    public void ended(Outcome how, int httpStatus, @Nullable String code) {
        outcome = how;
        status = httpStatus;
        errorCode = code;
    }

    @Override
    public void close() {
        metering.settle(record(), caller, candidate);
    }

    private UsageRecord record() {
        long total = System.nanoTime() - startedNanos;
        Candidate served = candidate;
        return new UsageRecord(
                id,
                startedAt,
                requestId,
                caller.keyId(),
                caller.teamId(),
                operation.label(),
                modelAsked,
                served == null ? null : served.target().providerId(),
                served == null ? null : served.target().credentialId(),
                served == null ? null : served.providerModel(),
                status,
                outcome,
                errorCode,
                streamed,
                attempts,
                usage,
                cost(served),
                firstByteNanos == 0 ? null : (firstByteNanos - startedNanos) / 1000,
                total / 1000,
                losses);
    }

    /** Nothing is paid where nothing was used because nothing was answered. */
    private @Nullable Long cost(@Nullable Candidate served) {
        if (served == null || usage.equals(Usage.NONE) && outcome != Outcome.COMPLETED) {
            return 0L;
        }
        return usage.source() == Usage.Source.NONE && operation.meter() != Operation.Meter.FREE
                ? null
                : served.price().cost(usage);
    }
}

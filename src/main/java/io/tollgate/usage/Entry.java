package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.routing.Turn.Why;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the journal holds of an exchange: that it began, each call to a provider before it is made, and how it ended.
 */
sealed interface Entry {

    /** The exchange, as in its usage record. */
    UUID id();

    /**
     * An exchange was admitted.
     *
     * @param reservedNano the most that is set aside of a budget for it, in nano-dollars; 0 without a budget
     */
    record Start(
            UUID id,
            Instant startedAt,
            String requestId,
            @Nullable UUID keyId,
            @Nullable UUID teamId,
            String operation,
            String modelAsked,
            boolean streamed,
            long reservedNano)
            implements Entry {}

    /**
     * A provider is about to be called.
     *
     * @param number 1 is the first
     * @param startMicros from the request to the call
     * @param priceId what is charged for; absent when there is no price
     * @param promptTokens an estimate of what the call costs at least, in case nobody ever hears how it ended
     * @param promptNano the same in nano-dollars; absent when there is no price
     * @param why why it was this one's turn; absent when that was not written down
     * @param waitedMicros how long the request waited for it
     */
    record Attempt(
            UUID id,
            int number,
            long startMicros,
            @Nullable UUID deploymentId,
            @Nullable UUID providerId,
            @Nullable UUID credentialId,
            @Nullable String model,
            @Nullable UUID priceId,
            long promptTokens,
            @Nullable Long promptNano,
            @Nullable Why why,
            long waitedMicros)
            implements Entry {}

    /**
     * The exchange is over.
     *
     * @param trace as {@link Trace} writes it; absent when there was no choice
     */
    record End(
            UUID id,
            Outcome outcome,
            int status,
            @Nullable String errorCode,
            Usage usage,
            @Nullable Long costNano,
            @Nullable Long firstByteMicros,
            long totalMicros,
            @Nullable String losses,
            List<AttemptEnd> attempts,
            @Nullable String trace)
            implements Entry {}

    /**
     * How a call to a provider ended.
     *
     * @param micros from the call to its failure, or to the exchange's end
     * @param costNano what of the exchange's cost it bears
     * @param status the HTTP status the provider answered with, where one came
     * @param firstByteMicros from the call to the beginning of its answer, where that came
     */
    record AttemptEnd(
            int number,
            Outcome outcome,
            @Nullable String errorCode,
            long micros,
            @Nullable Long costNano,
            @Nullable Integer status,
            @Nullable Long firstByteMicros) {}

    /** How the exchange of a row began. */
    static Start start(UsageRecord row) {
        return new Start(
                row.id(),
                row.startedAt(),
                row.requestId(),
                row.keyId(),
                row.teamId(),
                row.operation(),
                row.modelAsked(),
                row.streamed(),
                0);
    }

    /** The one call of a row. */
    static Attempt attempt(UsageRecord row) {
        return new Attempt(
                row.id(),
                1,
                0,
                null,
                row.providerId(),
                row.credentialId(),
                row.modelServed(),
                null,
                0,
                null,
                Why.FIRST,
                0);
    }

    /** How the exchange of a row ended. */
    static End end(UsageRecord row) {
        return new End(
                row.id(),
                row.outcome(),
                row.status(),
                row.errorCode(),
                row.usage(),
                row.costNano(),
                row.firstByteMicros(),
                row.totalMicros(),
                row.losses(),
                List.of(new AttemptEnd(
                        1,
                        row.outcome(),
                        row.errorCode(),
                        row.totalMicros(),
                        row.costNano(),
                        row.outcome() == Outcome.COMPLETED ? 200 : null,
                        row.firstByteMicros())),
                row.trace());
    }
}

package io.tollgate.usage;

import io.tollgate.routing.Turn.Why;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.AttemptEnd;
import io.tollgate.usage.Entry.Start;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger row of one call to a provider.
 *
 * @param recordId the exchange it was made for
 * @param number 1 is the exchange's first
 * @param model the provider's name for the model
 * @param priceId what was charged for; absent when there was no price
 * @param micros from the call to its failure, or to the exchange's end; 0 when nobody was there to see it
 * @param costNano nano-dollars; absent when a part of the usage has no price
 * @param why why it was this one's turn; absent when that is not known
 * @param waitedMicros how long the request waited for it before the call
 * @param status the HTTP status the provider answered with, where one is known
 * @param firstByteMicros from the call to the beginning of its answer; absent when none began, or nobody knows
 */
public record AttemptRecord(
        UUID recordId,
        int number,
        Instant startedAt,
        @Nullable UUID deploymentId,
        @Nullable UUID providerId,
        @Nullable UUID credentialId,
        @Nullable String model,
        @Nullable UUID priceId,
        Outcome outcome,
        @Nullable String errorCode,
        long micros,
        @Nullable Long costNano,
        @Nullable Why why,
        long waitedMicros,
        @Nullable Integer status,
        @Nullable Long firstByteMicros) {

    /** Of a call of which no more is known than older versions wrote down. */
    AttemptRecord(
            UUID recordId,
            int number,
            Instant startedAt,
            @Nullable UUID deploymentId,
            @Nullable UUID providerId,
            @Nullable UUID credentialId,
            @Nullable String model,
            @Nullable UUID priceId,
            Outcome outcome,
            @Nullable String errorCode,
            long micros,
            @Nullable Long costNano) {
        this(
                recordId,
                number,
                startedAt,
                deploymentId,
                providerId,
                credentialId,
                model,
                priceId,
                outcome,
                errorCode,
                micros,
                costNano,
                null,
                0,
                null,
                null);
    }

    /**
     * How long after a moment it was made.
     *
     * @return microseconds
     */
    public long microsAfter(Instant moment) {
        return ChronoUnit.MICROS.between(moment, startedAt);
    }

    /** Whether somebody was there to see how it ended, and when: not when its process was killed. */
    public boolean timed() {
        return outcome != Outcome.INTERRUPTED || micros > 0;
    }

    static AttemptRecord of(Start start, Attempt attempt, AttemptEnd end) {
        return new AttemptRecord(
                start.id(),
                attempt.number(),
                start.startedAt().plus(attempt.startMicros(), ChronoUnit.MICROS),
                attempt.deploymentId(),
                attempt.providerId(),
                attempt.credentialId(),
                attempt.model(),
                attempt.priceId(),
                end.outcome(),
                end.errorCode(),
                end.micros(),
                end.costNano(),
                attempt.why(),
                attempt.waitedMicros(),
                end.status(),
                end.firstByteMicros());
    }
}

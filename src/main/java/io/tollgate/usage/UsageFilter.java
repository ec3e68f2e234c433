package io.tollgate.usage;

import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the ledger are looked for; what is absent does not matter, and the id {@link #NONE} is of rows that
 * have no such id.
 *
 * @param failed whether the exchange failed, in the sense of {@link Totals#errors()}
 * @param statusClass the first digit of the HTTP status
 * @param model the name asked for, or the provider's name that served
 * @param modelAsked the name asked for
 * @param tried a provider that was called, whoever answered in the end
 * @param missed a provider that was called and did not answer
 */
public record UsageFilter(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Boolean failed,
        @Nullable Outcome outcome,
        @Nullable Integer statusClass,
        @Nullable String model,
        @Nullable String modelAsked,
        @Nullable UUID teamId,
        @Nullable UUID keyId,
        @Nullable UUID providerId,
        @Nullable UUID credentialId,
        @Nullable Boolean streamed,
        @Nullable String requestId,
        @Nullable UUID tried,
        @Nullable UUID missed) {

    /** Stands for an id that is absent; sums have it in place of one. */
    public static final UUID NONE = new UUID(0, 0);

    /** Every row. */
    public static final UsageFilter ALL =
            new UsageFilter(null, null, null, null, null, null, null, null, null, null, null);

    /** Of any credential, and of any name asked for where the provider's matches. */
    public UsageFilter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Boolean failed,
            @Nullable Outcome outcome,
            @Nullable Integer statusClass,
            @Nullable String model,
            @Nullable UUID teamId,
            @Nullable UUID keyId,
            @Nullable UUID providerId,
            @Nullable Boolean streamed,
            @Nullable String requestId) {
        this(
                from,
                to,
                failed,
                outcome,
                statusClass,
                model,
                null,
                teamId,
                keyId,
                providerId,
                null,
                streamed,
                requestId,
                null,
                null);
    }

    /** The exchanges that failed since a time. */
    public static UsageFilter failedSince(Instant from) {
        return new UsageFilter(from, null, true, null, null, null, null, null, null, null, null);
    }
}

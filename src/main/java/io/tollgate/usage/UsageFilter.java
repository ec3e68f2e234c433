package io.tollgate.usage;

import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the ledger are looked for; what is absent does not matter.
 *
 * @param failed whether the exchange failed, in the sense of {@link Totals#errors()}
 * @param statusClass the first digit of the HTTP status
 * @param model the name asked for, or the provider's name that served
 */
public record UsageFilter(
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

    /** Every row. */
    public static final UsageFilter ALL =
            new UsageFilter(null, null, null, null, null, null, null, null, null, null, null);

    /** The exchanges that failed since a time. */
    public static UsageFilter failedSince(Instant from) {
        return new UsageFilter(from, null, true, null, null, null, null, null, null, null, null);
    }
}

package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.provider.ProviderFailure;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger row of one exchange.
 *
 * @param id UUIDv7, so rows sort by time
 * @param keyId the virtual key; absent for a call the console made itself
 * @param operation what was asked, e.g. {@code chat}, {@code embeddings}
 * @param status the HTTP status the caller saw
 * @param errorCode the stable code the caller saw, when it was an error
 * @param attempts upstream calls made
 * @param costNano nano-dollars; absent when a part of the usage has no price
 * @param firstByteMicros from the request to the answer's first byte; absent when none came
 * @param totalMicros from the request to the answer's last byte; 0 when nobody was there to see it
 * @param losses what of the request could not be said in the provider's dialect, with commas between
 * @param trace who else could have answered, and who was passed over, as {@link Trace} writes it; absent when there was
 *     no choice
 */
public record UsageRecord(
        UUID id,
        Instant startedAt,
        String requestId,
        @Nullable UUID keyId,
        @Nullable UUID teamId,
        String operation,
        String modelAsked,
        @Nullable UUID providerId,
        @Nullable UUID credentialId,
        @Nullable String modelServed,
        int status,
        Outcome outcome,
        @Nullable String errorCode,
        boolean streamed,
        int attempts,
        Usage usage,
        @Nullable Long costNano,
        @Nullable Long firstByteMicros,
        long totalMicros,
        @Nullable String losses,
        @Nullable String trace) {

    /** Of an exchange without a choice, in which nothing was lost between dialects. */
    public UsageRecord(
            UUID id,
            Instant startedAt,
            String requestId,
            @Nullable UUID keyId,
            @Nullable UUID teamId,
            String operation,
            String modelAsked,
            @Nullable UUID providerId,
            @Nullable UUID credentialId,
            @Nullable String modelServed,
            int status,
            Outcome outcome,
            @Nullable String errorCode,
            boolean streamed,
            int attempts,
            Usage usage,
            @Nullable Long costNano,
            @Nullable Long firstByteMicros,
            long totalMicros) {
        this(
                id,
                startedAt,
                requestId,
                keyId,
                teamId,
                operation,
                modelAsked,
                providerId,
                credentialId,
                modelServed,
                status,
                outcome,
                errorCode,
                streamed,
                attempts,
                usage,
                costNano,
                firstByteMicros,
                totalMicros,
                null,
                null);
    }

    /** Whether the console made the call itself, to test a provider. */
    public boolean byConsole() {
        return keyId == null;
    }

    /** Whether somebody was there to see how it ended, and when: not when its process was killed. */
    public boolean timed() {
        return outcome != Outcome.INTERRUPTED || totalMicros > 0;
    }

    /** How an exchange ended. */
    public enum Outcome {
        COMPLETED,
        CLIENT_CANCELLED,
        UPSTREAM_REJECTED,
        UPSTREAM_ERROR,
        UPSTREAM_TIMEOUT,
        TRUNCATED,
        INTERRUPTED;

        /** How a call to a provider ended that failed. */
        public static Outcome of(ProviderFailure failure) {
            return switch (failure) {
                case ProviderFailure.TimedOut _ -> UPSTREAM_TIMEOUT;
                case ProviderFailure.Abandoned gone ->
                    switch (gone.reason()) {
                        case CLIENT_GONE -> CLIENT_CANCELLED;
                        case STOPPING, INTERRUPTED -> INTERRUPTED;
                    };
                case ProviderFailure.Rejected _,
                        ProviderFailure.TooLong _,
                        ProviderFailure.ModelMissing _,
                        ProviderFailure.OutOfCredit _,
                        ProviderFailure.RateLimited _,
                        ProviderFailure.Unauthorized _,
                        ProviderFailure.Unsupported _ -> UPSTREAM_REJECTED;
                case ProviderFailure.Unreachable _,
                        ProviderFailure.AddressRefused _,
                        ProviderFailure.Broken _,
                        ProviderFailure.Unavailable _,
                        ProviderFailure.Resting _,
                        ProviderFailure.Crowded _,
                        ProviderFailure.BadAnswer _ -> UPSTREAM_ERROR;
            };
        }
    }
}

package io.tollgate.usage;

import io.tollgate.chat.Usage;
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
 * @param totalMicros from the request to the answer's last byte
 * @param losses what of the request could not be said in the provider's dialect, with commas between
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
        @Nullable String losses) {

    /** Of an exchange in which nothing was lost between dialects. */
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
                null);
    }

    /** How an exchange ended. */
    public enum Outcome {
        COMPLETED,
        CLIENT_CANCELLED,
        UPSTREAM_REJECTED,
        UPSTREAM_ERROR,
        UPSTREAM_TIMEOUT,
        TRUNCATED,
        INTERRUPTED
    }
}

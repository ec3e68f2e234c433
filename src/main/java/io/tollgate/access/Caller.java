package io.tollgate.access;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A virtual key as the hot path knows it.
 *
 * @param models names it may use; holds {@code *} when that is all of them
 * @param metrics whether it may read the gateway's metrics
 * @param until when it ends, if ever
 */
public record Caller(
        UUID keyId,
        String keyName,
        UUID teamId,
        String teamName,
        Set<String> models,
        boolean metrics,
        @Nullable Instant until) {

    static final String ALL = "*";

    /** Whether the key may use a model. */
    public boolean mayUse(String model) {
        return models.contains(ALL) || models.contains(model);
    }

    /** Whether the key was made for the console's playground. */
    public boolean isOfPlayground() {
        return keyId.equals(PlaygroundKeys.ID);
    }

    /** Whether the key still holds at a time. */
    public boolean isValidAt(Instant now) {
        return until == null || now.isBefore(until);
    }
}

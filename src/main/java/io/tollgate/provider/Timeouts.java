package io.tollgate.provider;

import org.jspecify.annotations.Nullable;

/**
 * How long a provider may take, in milliseconds; what is absent falls back to {@code tollgate.provider.timeouts}.
 *
 * @param connectMs until the connection stands
 * @param firstByteMs until the answer's first byte
 * @param idleMs between two reads of the answer
 * @param totalMs for the whole call
 */
public record Timeouts(
        @Nullable Integer connectMs,
        @Nullable Integer firstByteMs,
        @Nullable Integer idleMs,
        @Nullable Integer totalMs) {

    /** Nothing set. */
    public static final Timeouts DEFAULTS = new Timeouts(null, null, null, null);
}

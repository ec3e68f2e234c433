package io.tollgate.provider;

import org.jspecify.annotations.Nullable;

/**
 * How a provider is reached.
 *
 * @param proxy outbound HTTP proxy as {@code http://host:port}
 * @param caPem certificates, in PEM, trusted beside the JVM's own
 * @param timeouts deadlines of this provider
 */
public record Network(@Nullable String proxy, @Nullable String caPem, Timeouts timeouts) {

    /** Directly, with the default deadlines. */
    public static final Network DIRECT = new Network(null, null, Timeouts.DEFAULTS);
}

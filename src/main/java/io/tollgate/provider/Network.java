package io.tollgate.provider;

import java.util.regex.Pattern;
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

    private static final Pattern PROXY =
            Pattern.compile("http://([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]+]):[1-9][0-9]{0,4}/?");

    /** Whether an outbound proxy can be named so: {@code http://host:port}, without a user name. */
    public static boolean isProxy(String text) {
        try {
            return PROXY.matcher(text).matches() && HttpPool.httpHost(text).getPort() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

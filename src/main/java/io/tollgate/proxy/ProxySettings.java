package io.tollgate.proxy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code tollgate.proxy.*}.
 *
 * @param maxBody largest request body
 * @param queryKey whether {@code ?api_key=} is accepted; access logs see it
 * @param metricsAddresses ranges in CIDR form from which metrics may be read without a key
 * @param routingHeaders whether answers say which provider and model served, after how many calls
 * @param maxExchanges requests under way at one time; negative: any number
 * @param maxBodies memory for the bodies of requests under way; a quarter of the heap when nothing is said
 * @param maxHeapPercent how much of the old generation may be in use after a collection; 100: all
 * @param drain how long streams may go on when the gateway stops
 * @param keepAlive how long a client waits for the first piece of a stream until a comment tells it that it waits for
 *     something, and for each further one; zero for never
 * @param healthUpText what {@code /health} calls itself when all is well: {@code ok} or {@code healthy}
 */
@ConfigurationProperties("tollgate.proxy")
record ProxySettings(
        @DefaultValue("32MB") DataSize maxBody,
        @DefaultValue("false") boolean queryKey,
        @DefaultValue List<String> metricsAddresses,
        @DefaultValue("true") boolean routingHeaders,
        @DefaultValue("10000") int maxExchanges,
        @Nullable DataSize maxBodies,
        @DefaultValue("90") int maxHeapPercent,
        @DefaultValue("30s") Duration drain,
        @DefaultValue("15s") Duration keepAlive,
        @DefaultValue("ok") String healthUpText) {

    private static final int SHARE_OF_HEAP = 4;

    /** Memory for the bodies of requests under way, in bytes. */
    long bodyBytes() {
        return maxBodies == null ? Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP : maxBodies.toBytes();
    }
}

package io.tollgate.proxy;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tollgate.access.*}.
 *
 * @param requestsPerMinutePerAddress how many requests of one address are let in, whatever their keys; negative: all
 * @param trustedProxies ranges in CIDR form of proxies whose {@code X-Forwarded-For} is believed
 */
@ConfigurationProperties("tollgate.access")
record AccessSettings(
        @DefaultValue("-1") long requestsPerMinutePerAddress,
        @DefaultValue List<String> trustedProxies) {}

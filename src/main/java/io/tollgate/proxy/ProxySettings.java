package io.tollgate.proxy;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code tollgate.proxy.*}.
 *
 * @param maxBody largest request body
 * @param queryKey whether {@code ?api_key=} is accepted; access logs see it
 * @param metricsAddresses ranges in CIDR form from which metrics may be read without a key
 * @param drain how long streams may go on when the gateway stops
 */
@ConfigurationProperties("tollgate.proxy")
record ProxySettings(
        @DefaultValue("32MB") DataSize maxBody,
        @DefaultValue("false") boolean queryKey,
        @DefaultValue List<String> metricsAddresses,
        @DefaultValue("30s") Duration drain) {}

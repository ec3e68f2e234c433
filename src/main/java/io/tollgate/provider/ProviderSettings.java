package io.tollgate.provider;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tollgate.provider.*}.
 *
 * @param privateNetworks ranges in CIDR form that providers made in the console may lie in, though private or loopback
 * @param timeouts deadlines of providers that set none of their own
 */
@ConfigurationProperties("tollgate.provider")
record ProviderSettings(
        @DefaultValue List<String> privateNetworks,
        @DefaultValue Deadlines timeouts) {

    record Deadlines(
            @DefaultValue("3s") Duration connect,
            @DefaultValue("60s") Duration firstByte,
            @DefaultValue("90s") Duration idle,
            @DefaultValue("15m") Duration total) {

        /** These, but for what a provider sets itself. */
        Deadlines with(Timeouts own) {
            return new Deadlines(
                    own.connectMs() == null ? connect : Duration.ofMillis(own.connectMs()),
                    own.firstByteMs() == null ? firstByte : Duration.ofMillis(own.firstByteMs()),
                    own.idleMs() == null ? idle : Duration.ofMillis(own.idleMs()),
                    own.totalMs() == null ? total : Duration.ofMillis(own.totalMs()));
        }
    }
}

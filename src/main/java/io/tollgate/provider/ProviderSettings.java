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
 * @param connections how many may be open to one address
 */
@ConfigurationProperties("tollgate.provider")
record ProviderSettings(
        @DefaultValue List<String> privateNetworks,
        @DefaultValue Deadlines timeouts,
        @DefaultValue("20000") int connections) {

    /**
     * @param lease until a connection is free, where all that there may be are in use
     * @param firstToken until a stream has shown something of its answer, whatever it sends before
     */
    record Deadlines(
            @DefaultValue("1s") Duration lease,
            @DefaultValue("3s") Duration connect,
            @DefaultValue("60s") Duration firstByte,
            @DefaultValue("2m") Duration firstToken,
            @DefaultValue("90s") Duration idle,
            @DefaultValue("15m") Duration total) {

        /** These, but for what a provider sets itself. */
        Deadlines with(Timeouts own) {
            return new Deadlines(
                    lease,
                    own.connectMs() == null ? connect : Duration.ofMillis(own.connectMs()),
                    own.firstByteMs() == null ? firstByte : Duration.ofMillis(own.firstByteMs()),
                    firstToken,
                    own.idleMs() == null ? idle : Duration.ofMillis(own.idleMs()),
                    own.totalMs() == null ? total : Duration.ofMillis(own.totalMs()));
        }
    }
}

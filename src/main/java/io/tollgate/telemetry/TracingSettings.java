package io.tollgate.telemetry;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tollgate.tracing.*}.
 *
 * @param endpoint where traces are sent over OTLP/HTTP, e.g. {@code http://localhost:4318/v1/traces}; empty: nowhere
 * @param headers sent with them, such as a collector's key
 * @param sample which part of the exchanges is traced whose clients do not say it, from 0 to 1
 * @param serviceName what this gateway is called in traces
 * @param toProviders whether providers are told which trace a call belongs to
 * @param every how often what has gathered is sent
 */
@ConfigurationProperties("tollgate.tracing")
record TracingSettings(
        @DefaultValue("") String endpoint,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("1") double sample,
        @DefaultValue("tollgate") String serviceName,
        @DefaultValue("true") boolean toProviders,
        @DefaultValue("5s") Duration every) {

    /** What may be shown of the endpoint: the rest of it may hold a key. */
    String place() {
        try {
            URI uri = new URI(endpoint.strip());
            return uri.getHost() == null
                    ? "a collector"
                    : uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (URISyntaxException e) {
            return "a collector";
        }
    }

    /** Neither the headers nor the whole endpoint: they may hold a key. */
    @Override
    public String toString() {
        return "TracingSettings[" + place() + "]";
    }
}

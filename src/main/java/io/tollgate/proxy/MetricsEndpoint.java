package io.tollgate.proxy;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The gateway's metrics as Prometheus reads them. */
final class MetricsEndpoint {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    MetricsEndpoint(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    void scrape(HttpServletResponse response) throws IOException {
        response.setContentType(TYPE);
        response.getOutputStream().write(registry.scrape(TYPE).getBytes(StandardCharsets.UTF_8));
    }
}

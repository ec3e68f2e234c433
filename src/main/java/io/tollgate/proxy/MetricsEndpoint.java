package io.tollgate.proxy;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollgate.catalog.Catalog;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.routing.CandidateGauges;
import io.tollgate.usage.Metering;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The gateway's metrics: as an earlier proxy had them in JSON, or all of them as Prometheus reads them. */
final class MetricsEndpoint {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final PrometheusMeterRegistry registry;
    private final CandidateGauges candidates;
    private final Metering metering;
    private final LiveCatalog catalog;
    private final InstantSource clock;

    MetricsEndpoint(
            PrometheusMeterRegistry registry,
            CandidateGauges candidates,
            Metering metering,
            LiveCatalog catalog,
            InstantSource clock) {
        this.registry = registry;
        this.candidates = candidates;
        this.metering = metering;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** {@code GET /metrics}: what the query {@code format} says, or else the header {@code Accept}. */
    void wanted(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MetricsFormat format = MetricsFormat.wanted(Paths.query(request, "format"), request.getHeader("Accept"));
        response.setHeader("Vary", "Accept");
        if (format == MetricsFormat.JSON) {
            ProxyErrors.json(response, MAPPER.writeValueAsString(json()));
        } else {
            scrape(format, response);
        }
    }

    /** {@code GET /metrics/prometheus}. */
    void prometheus(HttpServletRequest request, HttpServletResponse response) throws IOException {
        scrape(MetricsFormat.text(request.getHeader("Accept")), response);
    }

    private void scrape(MetricsFormat format, HttpServletResponse response) throws IOException {
        candidates.refresh();
        response.setContentType(format.contentType());
        response.getOutputStream().write(registry.scrape(format.contentType()).getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode json() {
        Metering.Totals totals = metering.totals();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        ObjectNode node = MAPPER.createObjectNode()
                .put("active_requests", totals.underWay())
                .put("total_requests", totals.requests())
                .put("error_count", totals.failed() + totals.refused())
                .put("uptime_seconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0)
                .put("goroutines", threads)
                .put("cpu_cores", Runtime.getRuntime().availableProcessors());
        ObjectNode redirects = node.putObject("model_redirects");
        Catalog current = catalog.current();
        if (current != null) {
            new TreeMap<>(current.models().redirects()).forEach(redirects::put);
        }
        return node.put("threads", threads)
                .put("successful_requests", totals.completed())
                .put("failed_requests", totals.failed())
                .put("refused_requests", totals.refused())
                .put("ledger_waiting", metering.waiting())
                .put("timestamp", HealthEndpoint.millis(clock.instant()));
    }
}

package io.tollgate.proxy;

import io.tollgate.access.Caller;
import io.tollgate.catalog.Catalog;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.proxy.Readiness.State;
import io.tollgate.routing.RoutingTable.Served;
import io.tollgate.usage.Metering;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells whether the gateway lives, is ready, and could answer anything: for load balancers, for people, and for
 * programs written for earlier proxies. Nobody learns names from it who has no key.
 */
final class HealthEndpoint {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String HEALTHY = "healthy";
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final Readiness readiness;
    private final LiveCatalog catalog;
    private final Roll roll;
    private final Gate gate;
    private final Metering metering;
    private final String upText;
    private final InstantSource clock;

    HealthEndpoint(
            Readiness readiness,
            LiveCatalog catalog,
            Roll roll,
            Gate gate,
            Metering metering,
            String upText,
            InstantSource clock) {
        this.readiness = readiness;
        this.catalog = catalog;
        this.roll = roll;
        this.gate = gate;
        this.metering = metering;
        this.upText = upText;
        this.clock = clock;
    }

    /**
     * How it is as a whole.
     *
     * @param state in one word
     * @param up whether it could answer anything, as far as that is known
     */
    private record Verdict(String state, boolean up, boolean degraded, Roll.Count count) {

        /** As earlier proxies said it, in either of two ways. */
        String status(boolean healthy) {
            if (up) {
                return degraded ? "degraded" : healthy ? HEALTHY : "ok";
            }
            return healthy ? "unhealthy" : "unavailable";
        }

        String connectivity() {
            return count.isNobodyThere() ? "down" : degraded ? "degraded" : HEALTHY;
        }
    }

    void live(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProxyErrors.json(response, "{\"status\":\"ok\"}");
    }

    /** Providers that are down do not count here: failover is for that, and the console stays of use. */
    void ready(HttpServletRequest request, HttpServletResponse response) throws IOException {
        State state = readiness.state();
        response.setStatus(state == State.READY ? 200 : 503);
        ProxyErrors.json(response, "{\"status\":\"" + word(state) + "\"}");
    }

    /** {@code GET /health}: 503 when no model could be answered for. */
    void summary(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Verdict verdict = verdict();
        String style = Paths.query(request, "style");
        Instant now = clock.instant();
        ObjectNode node = MAPPER.createObjectNode()
                .put("status", verdict.status(HEALTHY.equals(style == null ? upText : style)))
                .put("state", verdict.state)
                .put("service", "Tollgate")
                .put("timestamp", millis(now))
                .put("time", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("pid", ProcessHandle.current().pid())
                .put("uptime_seconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000)
                .put("api_key_validation", "enabled")
                .put("api_connectivity", verdict.connectivity())
                .put("exchanges", metering.underWay());
        node.set("statistics", statistics());
        Catalog current = readiness.isSealed() ? null : catalog.current();
        Caller caller = current == null ? null : gate.recognize(request, current);
        boolean all = caller != null && caller.metrics() || gate.isAllowedAddress(request);
        node.set("token_pool", pool(verdict.count, all ? current : null));
        node.put("model_count", verdict.count.models());
        if (current != null && (all || caller != null)) {
            node.set("models", models(current, all ? null : caller));
        }
        send(response, verdict, node);
    }

    /** {@code GET /api/health}, in the words of an earlier proxy. */
    void envelope(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Verdict verdict = verdict();
        send(
                response,
                verdict,
                MAPPER.createObjectNode()
                        .put("success", verdict.up)
                        .put(
                                "message",
                                verdict.up ? "API Proxy is healthy" : "API Proxy is unavailable: " + verdict.state)
                        .put("timestamp", millis(clock.instant())));
    }

    private static void send(HttpServletResponse response, Verdict verdict, ObjectNode node) throws IOException {
        response.setStatus(verdict.up ? 200 : 503);
        ProxyErrors.json(response, MAPPER.writeValueAsString(node));
    }

    /** A gateway without models is up: somebody has to be able to set it up. */
    private Verdict verdict() {
        State state = readiness.state();
        Roll.Count count = roll.count();
        if (state != State.READY) {
            return new Verdict(word(state), false, false, count);
        }
        if (count.isNobodyThere()) {
            return new Verdict("no_provider", false, false, count);
        }
        return new Verdict(count.models() == 0 ? "empty" : word(state), true, count.failing() > 0, count);
    }

    private ObjectNode statistics() {
        Metering.Totals totals = metering.totals();
        long ended = totals.completed() + totals.failed();
        return MAPPER.createObjectNode()
                .put("total_requests", totals.requests())
                .put("successful_requests", totals.completed())
                .put("failed_requests", totals.failed())
                .put("refused_requests", totals.refused())
                .put(
                        "success_rate",
                        String.format(Locale.ROOT, "%.2f%%", ended == 0 ? 100.0 : 100.0 * totals.completed() / ended));
    }

    /** @param named where credentials are told one by one */
    private static ObjectNode pool(Roll.Count count, @Nullable Catalog named) {
        ObjectNode pool = MAPPER.createObjectNode()
                .put("total_tokens", count.credentials())
                .put("failed_tokens", count.credentials() - count.available())
                .put("available_tokens", count.available());
        if (named != null) {
            pool.set("token_details", TokenDetails.of(named));
        }
        return pool;
    }

    /** @param caller absent for all models */
    private static ArrayNode models(Catalog catalog, @Nullable Caller caller) {
        ArrayNode names = MAPPER.createArrayNode();
        for (Served model : catalog.models().models()) {
            if (caller == null || caller.mayUse(model.name())) {
                names.add(model.name());
            }
        }
        return names;
    }

    static String millis(Instant time) {
        return MILLIS.format(time);
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}

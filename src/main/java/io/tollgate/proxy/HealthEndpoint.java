package io.tollgate.proxy;

import io.tollgate.proxy.Readiness.State;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Tells whether the gateway lives and is ready, for load balancers and people. */
final class HealthEndpoint {

    private final Readiness readiness;
    private final InstantSource clock;

    HealthEndpoint(Readiness readiness, InstantSource clock) {
        this.readiness = readiness;
        this.clock = clock;
    }

    void live(HttpServletResponse response) throws IOException {
        ProxyErrors.json(response, "{\"status\":\"ok\"}");
    }

    void ready(HttpServletResponse response) throws IOException {
        State state = readiness.state();
        response.setStatus(state == State.READY ? 200 : 503);
        ProxyErrors.json(response, "{\"status\":\"" + word(state) + "\"}");
    }

    /** Always 200 while it lives: what is wrong stands in the body. */
    void summary(HttpServletResponse response) throws IOException {
        State state = readiness.state();
        ProxyErrors.json(
                response,
                "{\"status\":\"" + (state == State.READY ? "ok" : "unavailable")
                        + "\",\"service\":\"Tollgate\",\"state\":\""
                        + word(state) + "\",\"exchanges\":" + readiness.underWay() + ",\"timestamp\":\""
                        + clock.instant().truncatedTo(ChronoUnit.MILLIS) + "\"}");
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}

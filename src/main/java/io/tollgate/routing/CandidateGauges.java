package io.tollgate.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** How many candidates of each provider are healthy, cooling and so on; counted when somebody looks. */
@Component
public class CandidateGauges {

    private static final List<String> STATES = List.of("healthy", "probing", "cooling", "quarantined");

    private final HealthBook health;
    private final MultiGauge gauge;

    CandidateGauges(HealthBook health, MeterRegistry registry) {
        this.health = health;
        this.gauge = MultiGauge.builder("tollgate.candidates")
                .description("Deployments with a credential each, by how they are")
                .register(registry);
    }

    /** Counts anew. To be called before the metrics are read. */
    public synchronized void refresh() {
        List<Row<?>> rows = new ArrayList<>();
        health.count().forEach((provider, states) -> {
            for (String state : STATES) {
                rows.add(Row.of(Tags.of("provider", provider, "state", state), states.getOrDefault(state, 0)));
            }
        });
        gauge.register(rows, true);
    }
}

package io.tollgate.routing;

import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.UUID;

/** How candidates are chosen where a model does not say it itself. At most one row is in use. */
@Entity
public class RoutingDefault extends NamedRow {

    /** The one name such a row has. */
    public static final String NAME = "default";

    private String strategy;

    private boolean affinity;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected RoutingDefault() {}

    public RoutingDefault(UUID id, Strategy strategy, boolean affinity, Source source, Instant createdAt) {
        super(id, NAME, source, createdAt);
        this.strategy = strategy.id();
        this.affinity = affinity;
    }

    public Strategy getStrategy() {
        return Strategy.find(strategy).orElse(Strategy.USUAL);
    }

    /** Whether conversations stay with one credential. */
    public boolean isAffinity() {
        return affinity;
    }

    public void choose(Strategy newStrategy, boolean newAffinity) {
        strategy = newStrategy.id();
        affinity = newAffinity;
    }
}

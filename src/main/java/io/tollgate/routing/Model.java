package io.tollgate.routing;

import io.tollgate.chat.NamePattern;
import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Source;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A name clients ask for; one with a star in it stands for all names that fit. */
@Entity
public class Model extends NamedRow {

    /** Most tokens that a context window may be said to hold. */
    public static final int LARGEST_WINDOW = 100_000_000;

    private @Nullable String strategy;

    private @Nullable Boolean affinity;

    private @Nullable String fallbacks;

    private @Nullable Integer contextWindow;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected Model() {}

    public Model(UUID id, String name, Source source, Instant createdAt) {
        super(id, name, source, createdAt);
    }

    /** Whether it can be asked for by just its name: that is not so where the name has a star. */
    public boolean isAskable() {
        return !isDisabled() && NamePattern.of(getName()) == null;
    }

    /** How its candidates are chosen; absent: as by default. */
    public @Nullable Strategy getStrategy() {
        return strategy == null ? null : Strategy.find(strategy).orElse(null);
    }

    public void setStrategy(@Nullable Strategy strategy) {
        this.strategy = strategy == null ? null : strategy.id();
    }

    /** Whether a conversation stays with one credential; absent: as by default. */
    public @Nullable Boolean getAffinity() {
        return affinity;
    }

    public void setAffinity(@Nullable Boolean affinity) {
        this.affinity = affinity;
    }

    /** Names of the models that stand in for it, in their order. */
    public List<String> getFallbacks() {
        return fallbacks == null ? List.of() : fallbacks.lines().toList();
    }

    public void setFallbacks(List<String> names) {
        fallbacks = names.isEmpty() ? null : String.join("\n", names);
    }

    /** Tokens of request and answer together, wherever it is served; absent: what is known of its places. */
    public @Nullable Integer getContextWindow() {
        return contextWindow;
    }

    public void setContextWindow(@Nullable Integer tokens) {
        contextWindow = tokens;
    }

    /** How its candidates are chosen. */
    public Choosing choosing(Choosing byDefault) {
        Strategy own = getStrategy();
        return new Choosing(
                own == null ? byDefault.strategy() : own,
                affinity == null ? byDefault.affinity() : affinity,
                getFallbacks());
    }
}

package io.tollgate.console;

import io.tollgate.routing.Model;
import io.tollgate.routing.Strategy;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model's candidates are chosen, as it is typed.
 *
 * @param strategy empty: as by default
 * @param affinity {@code on} or {@code off}; empty: as by default
 * @param fallbacks one model's name a line
 */
record ChoosingForm(
        @Nullable String strategy,
        @Nullable String affinity,
        @Nullable @Size(max = 2_000) String fallbacks) {

    static final ChoosingForm EMPTY = new ChoosingForm(null, null, null);

    private static final String ON = "on";
    private static final String OFF = "off";

    static ChoosingForm of(Model model) {
        Strategy strategy = model.getStrategy();
        Boolean affinity = model.getAffinity();
        return new ChoosingForm(
                strategy == null ? "" : strategy.id(),
                affinity == null ? "" : affinity ? ON : OFF,
                String.join("\n", model.getFallbacks()));
    }

    /** The models that stand in, each once. */
    List<String> names() {
        return fallbacks == null
                ? List.of()
                : fallbacks
                        .lines()
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
    }

    void writeTo(Model model) {
        model.setStrategy(strategy == null ? null : Strategy.find(strategy).orElse(null));
        model.setAffinity(ON.equals(affinity) ? Boolean.TRUE : OFF.equals(affinity) ? Boolean.FALSE : null);
        model.setFallbacks(names());
    }
}

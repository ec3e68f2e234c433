package io.tollgate.routing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The models in use and where each is served, as one immutable whole. */
public final class RoutingTable {

    /** A place in a model's order. */
    public record Entry(int priority, int weight, List<Candidate> credentials) {}

    /**
     * A model that can be asked for.
     *
     * @param created seconds since 1970
     * @param entries by priority; none when nothing serves the model at present
     */
    public record Served(String name, long created, List<Entry> entries) {}

    private final Map<String, Served> models = new TreeMap<>();

    public RoutingTable(Collection<Served> served) {
        served.forEach(model -> models.put(model.name(), model));
    }

    /** The model of that name, if there is one. */
    public @Nullable Served model(String name) {
        return models.get(name);
    }

    /** All models, by name. */
    public Collection<Served> models() {
        return models.values();
    }
}

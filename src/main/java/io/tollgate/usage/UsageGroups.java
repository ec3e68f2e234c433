package io.tollgate.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The groups of one answer. Clients make up names of models: those beyond a bound share a group. */
final class UsageGroups {

    /** Each takes two kilobytes. */
    static final int MOST_MODELS = 2_000;

    private final Map<Object, Tally> sums = new HashMap<>();
    private final Tally total = new Tally();
    private final @Nullable Set<String> models;
    private boolean full;

    /** The first models that come have a group each. */
    UsageGroups() {
        models = null;
    }

    /** @param models that have a group each */
    UsageGroups(Set<String> models) {
        this.models = models;
    }

    /** Adds a row of sums, which begin in its second column. */
    void add(Object group, ResultSet row) throws SQLException {
        sums.computeIfAbsent(bounded(group), _ -> new Tally()).add(row, 2);
        total.add(row, 2);
    }

    private Object bounded(Object group) {
        if (!(group instanceof String model) || sums.containsKey(model)) {
            return group;
        }
        boolean own = models == null ? sums.size() < MOST_MODELS : models.contains(model);
        full |= !own;
        return own ? model : ExchangeMeters.OTHER;
    }

    /** Whether some have no group of their own. */
    boolean isFull() {
        return full;
    }

    Map<Object, Tally> sums() {
        return sums;
    }

    Tally total() {
        return total;
    }
}

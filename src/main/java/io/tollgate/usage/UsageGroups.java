package io.tollgate.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one answer. Clients make up names of models: those beyond a bound share a group, and so do pairs of
 * groups.
 */
final class UsageGroups {

    /** Each takes two kilobytes. */
    static final int MOST_MODELS = 2_000;

    /** Of groups by two things. */
    static final int MOST_PAIRS = 10_000;

    /** The pairs that there is no room for. */
    private static final Pair OTHERS = new Pair(ExchangeMeters.OTHER, ExchangeMeters.OTHER);

    /**
     * What a group has in common: an id, a text or the start of a stretch of time.
     *
     * @param second absent for groups by one thing
     */
    record Pair(Object first, @Nullable Object second) {}

    private final Map<Pair, Tally> sums = new HashMap<>();
    private final Tally total = new Tally();
    private final Set<String> seen = new HashSet<>();
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

    /**
     * Adds a row of sums.
     *
     * @param column where its sums begin
     */
    void add(Pair group, ResultSet row, int column) throws SQLException {
        sums.computeIfAbsent(roomFor(group), _ -> new Tally()).add(row, column);
        total.add(row, column);
    }

    /** A model's name, or that of all models that there is no room for. */
    String model(String model) {
        if (seen.contains(model)) {
            return model;
        }
        boolean own = models == null ? seen.size() < MOST_MODELS : models.contains(model);
        full |= !own;
        if (own) {
            seen.add(model);
        }
        return own ? model : ExchangeMeters.OTHER;
    }

    private Pair roomFor(Pair pair) {
        if (pair.second() == null || sums.containsKey(pair) || sums.size() < MOST_PAIRS) {
            return pair;
        }
        full = true;
        return OTHERS;
    }

    /** Whether some have no group of their own. */
    boolean isFull() {
        return full;
    }

    Map<Pair, Tally> sums() {
        return sums;
    }

    Tally total() {
        return total;
    }
}

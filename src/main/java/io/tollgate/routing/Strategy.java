package io.tollgate.routing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the order of a model's candidates is found. */
public enum Strategy {
    /** By tiers of priority, and by weighted chance within each. */
    PRIORITY(new ByPriority()),
    /** By weighted chance. */
    WEIGHTED(new ByWeight()),
    /** Each credential as likely as any other. */
    RANDOM(new ByChance()),
    /** One credential after the other. */
    ROUND_ROBIN(new InTurn()),
    /** The fewest requests under way, then the longest unused. */
    LEAST_USED(new LeastUsed()),
    /** The most that is left of limits, then the cheapest, then the fastest. */
    QUOTA_FIRST(new QuotaFirst()),
    /** The cheapest, then the least used. */
    COST_FIRST(new CostFirst()),
    /** The one whose answers begin soonest. */
    LATENCY(new Fastest());

    /** What holds where nobody says otherwise. */
    public static final Strategy USUAL = PRIORITY;

    private final Ordering ordering;

    Strategy(Ordering ordering) {
        this.ordering = ordering;
    }

    Ordering ordering() {
        return ordering;
    }

    /** What settings call it, such as {@code round-robin}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The strategy that settings call so. */
    public static Optional<Strategy> find(String id) {
        return Arrays.stream(values())
                .filter(strategy -> strategy.id().equals(id))
                .findFirst();
    }
}

package io.tollgate.pricing;

import java.util.Comparator;
import java.util.List;

/**
 * What is asked for a million of something, in billionths of the price's currency. Long requests may cost more: the
 * highest tier whose start the request's input exceeds holds for all of it.
 *
 * @param base as long as no tier is reached
 * @param tiers by their start
 */
public record Rate(long base, List<Tier> tiers) {

    /**
     * What is asked in long requests.
     *
     * @param above reached by more input tokens than these, cached ones included
     */
    public record Tier(long above, long price) {}

    private static final int MOST_TIERS = 10;

    public Rate {
        tiers = tiers.stream().sorted(Comparator.comparingLong(Tier::above)).toList();
        if (base < 0 || tiers.stream().anyMatch(tier -> tier.price() < 0 || tier.above() < 0)) {
            throw new PriceException("A price cannot be negative");
        }
        if (tiers.size() > MOST_TIERS
                || tiers.stream().map(Tier::above).distinct().count() < tiers.size()) {
            throw new PriceException("A price has at most " + MOST_TIERS + " tiers, each with a start of its own");
        }
    }

    public static Rate of(long base) {
        return new Rate(base, List.of());
    }

    /** What is asked in a request with so many input tokens. */
    public long at(long inputTokens) {
        long price = base;
        for (Tier tier : tiers) {
            if (inputTokens > tier.above()) {
                price = tier.price();
            }
        }
        return price;
    }
}

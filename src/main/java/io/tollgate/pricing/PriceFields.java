package io.tollgate.pricing;

import io.tollgate.pricing.Rate.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gathers the rates of one model from the fields in which others write them. */
final class PriceFields {

    /** Digits of a number of tokens. */
    private static final int LONGEST = 18;

    private final String where;
    private final Map<Part, Long> bases = new EnumMap<>(Part.class);
    private final Map<Part, List<Tier>> tiers = new EnumMap<>(Part.class);

    /** @param where names the model in what is said about mistakes */
    PriceFields(String where) {
        this.where = where;
    }

    /**
     * Takes a rate, if it is there.
     *
     * @param times makes the number one for as many as people write the part's price for
     */
    void base(Part part, JsonNode number, BigDecimal times) {
        Long rate = rate(part, number, times);
        if (rate != null) {
            bases.putIfAbsent(part, rate);
        }
    }

    /** Takes a rate for long requests, if it is there. */
    void tier(Part part, long above, JsonNode number, BigDecimal times) {
        Long rate = rate(part, number, times);
        if (rate != null) {
            tiers.computeIfAbsent(part, key -> new ArrayList<>()).add(new Tier(above, rate));
        }
    }

    /**
     * Where a tier starts.
     *
     * @throws PriceException when it is not a number of tokens
     */
    static long start(String where, JsonNode start) {
        boolean number = start.isNumber() && start.decimalValue().precision() <= LONGEST;
        BigDecimal tokens = number ? start.decimalValue().stripTrailingZeros() : BigDecimal.ONE.negate();
        if (tokens.signum() < 0 || tokens.scale() > 0 || tokens.precision() - tokens.scale() > LONGEST) {
            throw new PriceException(where + ": a tier starts at a number of tokens");
        }
        return tokens.longValueExact();
    }

    private @Nullable Long rate(Part part, JsonNode number, BigDecimal times) {
        if (number.isMissingNode() || number.isNull()) {
            return null;
        }
        if (!number.isNumber()) {
            throw new PriceException(where + ": " + part.label() + " is not a number");
        }
        try {
            return Amount.nearest(number.decimalValue().multiply(times), part);
        } catch (PriceException e) {
            throw new PriceException(where + ": " + e.getMessage());
        }
    }

    /**
     * What was gathered.
     *
     * @param unread is told of tiers of something that has no price before them: they are left out
     */
    Rates rates(Consumer<String> unread) {
        tiers.keySet().stream()
                .filter(part -> !bases.containsKey(part))
                .forEach(part -> unread.accept(part.label() + " tiers"));
        Map<Part, Rate> rates = new EnumMap<>(Part.class);
        bases.forEach((part, base) -> rates.put(part, new Rate(base, tiers.getOrDefault(part, List.of()))));
        return new Rates(rates);
    }
}

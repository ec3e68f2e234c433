package io.tollgate.pricing;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked for each part of a usage. Parts that are not named are charged like the part they belong to. */
public record Rates(Map<Part, Rate> byPart) {

    public static final Rates NONE = new Rates(Map.of());

    public Rates {
        Map<Part, Rate> copy = new EnumMap<>(Part.class);
        copy.putAll(byPart);
        byPart = Collections.unmodifiableMap(copy);
    }

    /**
     * The rates most models need, as people write them; absent ones are not set.
     *
     * @throws PriceException when one is negative, too large or too fine
     */
    public static Rates ofDollars(
            @Nullable BigDecimal input,
            @Nullable BigDecimal cachedInput,
            @Nullable BigDecimal output,
            @Nullable BigDecimal unit) {
        return NONE.with(Part.INPUT, input)
                .with(Part.CACHED_INPUT, cachedInput)
                .with(Part.OUTPUT, output)
                .with(Part.UNIT, unit);
    }

    /**
     * With a part's rate replaced by one without tiers, as people write it; without one when it is absent. A rate whose
     * base is already that keeps its tiers.
     */
    public Rates with(Part part, @Nullable BigDecimal written) {
        Map<Part, Rate> changed = new EnumMap<>(Part.class);
        changed.putAll(byPart);
        Rate before = byPart.get(part);
        if (written == null) {
            changed.remove(part);
        } else {
            long base = Amount.exactly(written, part);
            changed.put(part, before != null && before.base() == base ? before : Rate.of(base));
        }
        return new Rates(changed);
    }

    public boolean isEmpty() {
        return byPart.isEmpty();
    }

    /** A part's own rate. */
    public @Nullable Rate own(Part part) {
        return byPart.get(part);
    }

    /** A part's own rate as people write it, without its tiers. */
    public @Nullable BigDecimal written(Part part) {
        Rate rate = byPart.get(part);
        return rate == null ? null : Amount.written(rate.base(), part);
    }

    /** Like which part it is charged: the nearest that has a rate, or the last that it belongs to. */
    Part chargedAs(Part part) {
        Part found = part;
        while (!byPart.containsKey(found) && found.parent() != null) {
            found = found.parent();
        }
        return found;
    }
}

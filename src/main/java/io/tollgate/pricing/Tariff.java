package io.tollgate.pricing;

import io.tollgate.chat.Usage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All prices that may apply in one place.
 *
 * @param prices the first one that covers a moment applies
 */
public record Tariff(List<DatedPrice> prices) {

    /** Where nothing is priced. */
    public static final Tariff NONE = new Tariff(List.of());

    private static final Price NOTHING = new Price(new UUID(0, 0), Currency.USD, Rates.NONE);

    public Tariff {
        prices = List.copyOf(prices);
    }

    /** The price at a moment; absent when there is none. */
    public @Nullable Price at(Instant moment) {
        for (DatedPrice price : prices) {
            if (price.terms().covers(moment)) {
                return price.at(moment);
            }
        }
        return null;
    }

    /** What a usage costs at a moment, line by line; without a price, lines without rates. */
    public Bill bill(Usage usage, Instant moment) {
        Price price = at(moment);
        return (price == null ? NOTHING : price).bill(usage);
    }

    /** What a usage costs at a moment in nano-dollars; absent when a part of it has no price. */
    public @Nullable Long cost(Usage usage, Instant moment) {
        Price price = at(moment);
        return (price == null ? NOTHING : price).cost(usage);
    }
}

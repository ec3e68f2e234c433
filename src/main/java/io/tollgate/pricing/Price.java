package io.tollgate.pricing;

import io.tollgate.chat.Usage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked at one moment. Never changes: who knows its id knows what was charged.
 *
 * @param id the stored row's
 */
public record Price(UUID id, Currency currency, Rates rates) {

    /** What the usage costs in nano-dollars; absent when a part of it has no price. */
    public @Nullable Long cost(Usage usage) {
        return Bill.cost(usage, rates, currency);
    }

    /** What the usage costs, line by line. */
    public Bill bill(Usage usage) {
        return Bill.of(usage, rates, currency);
    }
}

package io.tollgate.pricing;

import java.time.Instant;
import java.util.UUID;

/** A stored price: what is asked during a time. */
public record DatedPrice(UUID id, Terms terms) {

    /** What is asked at a moment within its time. */
    public Price at(Instant moment) {
        return new Price(id, terms.currency(), terms.schedule().at(moment));
    }
}

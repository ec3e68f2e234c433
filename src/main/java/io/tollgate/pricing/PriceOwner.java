package io.tollgate.pricing;

import java.util.UUID;

/**
 * What a price of one's own is for: a model, or one of its deployments.
 *
 * @param deployment whether it is a deployment
 */
public record PriceOwner(UUID id, boolean deployment) {

    public static PriceOwner model(UUID id) {
        return new PriceOwner(id, false);
    }

    public static PriceOwner deployment(UUID id) {
        return new PriceOwner(id, true);
    }
}

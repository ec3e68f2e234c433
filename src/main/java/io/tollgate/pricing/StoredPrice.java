package io.tollgate.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of prices.
 *
 * @param modelId the model whose own price it is
 * @param deploymentId the deployment whose own price it is
 * @param vendor whose price list it is in; absent for an own price
 * @param match the rule by which models are found, as JSON
 */
public record StoredPrice(
        UUID id,
        @Nullable UUID modelId,
        @Nullable UUID deploymentId,
        @Nullable String vendor,
        @Nullable String match,
        Terms terms,
        Source source,
        @Nullable String origin,
        @Nullable LocalDate asOf,
        Instant createdAt,
        @Nullable Instant retiredAt) {

    /** Where a price came from, the one that counts first first. */
    public enum Source {
        OWN,
        IMPORTED,
        BUNDLED
    }

    static StoredPrice listed(UUID id, ListedPrice price, Source source, Instant now) {
        return new StoredPrice(
                id,
                null,
                null,
                price.vendor(),
                PriceJson.text(price.match().write()),
                price.terms(),
                source,
                price.origin(),
                price.asOf(),
                now,
                null);
    }

    static StoredPrice own(UUID id, PriceOwner owner, Terms terms, Instant now) {
        UUID model = owner.deployment() ? null : owner.id();
        UUID deployment = owner.deployment() ? owner.id() : null;
        return new StoredPrice(id, model, deployment, null, null, terms, Source.OWN, null, null, now, null);
    }

    /** Whose price list it is in; empty for an own price. */
    public String vendorLabel() {
        return vendor == null ? "" : vendor;
    }

    /** The rule by which models are found in that list; absent for an own price. */
    public @Nullable ModelMatch rule() {
        return match == null ? null : ModelMatch.read(PriceJson.tree(match));
    }

    DatedPrice dated() {
        return new DatedPrice(id, terms);
    }

    String key() {
        return ListedPrice.key(vendor == null ? "" : vendor, match == null ? "" : match, terms.from());
    }

    String said() {
        return ListedPrice.said(terms);
    }
}

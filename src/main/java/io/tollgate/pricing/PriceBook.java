package io.tollgate.pricing;

import io.tollgate.pricing.StoredPrice.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** All prices in use, as one immutable whole: own prices go before imported ones, those before the bundled list. */
public final class PriceBook {

    static final Comparator<DatedPrice> LATEST_FIRST = Comparator.comparing((DatedPrice price) ->
                    Objects.requireNonNullElse(price.terms().from(), Instant.MIN))
            .reversed();

    private final Map<UUID, List<DatedPrice>> own = new HashMap<>();
    private final Vendors vendors;
    private final PriceList imported;
    private final PriceList bundled;

    PriceBook(Vendors vendors) {
        this.vendors = vendors;
        this.imported = new PriceList(vendors);
        this.bundled = new PriceList(vendors);
    }

    void add(StoredPrice row) {
        UUID owner = row.deploymentId() == null ? row.modelId() : row.deploymentId();
        if (owner != null) {
            own.computeIfAbsent(owner, key -> new ArrayList<>()).add(row.dated());
        } else if (row.vendor() != null && row.match() != null) {
            PriceList list = row.source() == Source.IMPORTED ? imported : bundled;
            list.add(row.vendor(), row.match(), row.dated());
        }
    }

    /**
     * What may be asked for a deployment.
     *
     * @param kind its provider's kind
     * @param host where its provider answers
     * @param providerModel the provider's name for the model
     */
    public Tariff tariff(UUID deploymentId, UUID modelId, String kind, String host, String providerModel) {
        List<DatedPrice> prices = new ArrayList<>();
        prices.addAll(own(deploymentId));
        prices.addAll(own(modelId));
        prices.addAll(listed(kind, host, providerModel));
        return new Tariff(prices);
    }

    /** What lists say of a provider's model. */
    public List<DatedPrice> listed(String kind, String host, String providerModel) {
        String vendor = vendors.of(kind, host);
        List<DatedPrice> prices = new ArrayList<>(imported.find(vendor, providerModel));
        prices.addAll(bundled.find(vendor, providerModel));
        return prices;
    }

    /** The prices of a model or deployment itself, the latest first. */
    public List<DatedPrice> own(UUID owner) {
        return own.getOrDefault(owner, List.of()).stream().sorted(LATEST_FIRST).toList();
    }
}

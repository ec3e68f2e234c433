package io.tollgate.usage;

import io.tollgate.pricing.PriceBook;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Tariff;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What the deployments of a model, those retired included, or one of them may cost by the prices of a moment. */
@Component
class OwnedTariffs {

    private final Deployments deployments;
    private final Providers providers;
    private final Prices prices;

    OwnedTariffs(Deployments deployments, Providers providers, Prices prices) {
        this.deployments = deployments;
        this.providers = providers;
        this.prices = prices;
    }

    Map<UUID, Tariff> of(PriceOwner owner, Instant moment) {
        PriceBook book = prices.bookAt(moment);
        Map<UUID, Tariff> tariffs = new HashMap<>();
        for (Deployment place : places(owner)) {
            tariffs.put(place.getId(), tariff(place, book));
        }
        return tariffs;
    }

    private List<Deployment> places(PriceOwner owner) {
        return owner.deployment()
                ? deployments.findById(owner.id()).stream().toList()
                : deployments.findByModelId(owner.id());
    }

    private Tariff tariff(Deployment place, PriceBook book) {
        return providers
                .findById(place.getProviderId())
                .map(provider -> book.tariff(
                        place.getId(),
                        place.getModelId(),
                        provider.getPreset(),
                        provider.getBaseUrl().host(),
                        place.getProviderModel()))
                .orElse(Tariff.NONE);
    }
}

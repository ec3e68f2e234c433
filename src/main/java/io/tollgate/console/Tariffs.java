package io.tollgate.console;

import io.tollgate.pricing.PriceBook;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Tariff;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What deployments may cost, by the prices in the database. */
@Component
class Tariffs {

    private final Prices prices;
    private final Providers providers;

    Tariffs(Prices prices, Providers providers) {
        this.prices = prices;
        this.providers = providers;
    }

    /** As it is now. */
    Sight now() {
        return new Sight(prices.book(), providers());
    }

    /** As it was then. */
    Sight at(Instant moment) {
        return new Sight(prices.bookAt(moment), providers());
    }

    private Map<UUID, Provider> providers() {
        return providers.findAll().stream().collect(Collectors.toMap(Provider::getId, Function.identity()));
    }

    /** All prices at one moment. */
    record Sight(PriceBook book, Map<UUID, Provider> providers) {

        Tariff of(Deployment deployment) {
            Provider provider = providers.get(deployment.getProviderId());
            return provider == null
                    ? Tariff.NONE
                    : book.tariff(
                            deployment.getId(),
                            deployment.getModelId(),
                            provider.getPreset(),
                            provider.getBaseUrl().host(),
                            deployment.getProviderModel());
        }

        /** What lists say of a provider's model that nothing serves. */
        Tariff listed(UUID providerId, String providerModel) {
            Provider provider = providers.get(providerId);
            return provider == null
                    ? Tariff.NONE
                    : new Tariff(book.listed(
                            provider.getPreset(), provider.getBaseUrl().host(), providerModel));
        }
    }
}

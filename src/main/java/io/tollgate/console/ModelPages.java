package io.tollgate.console;

import io.tollgate.pricing.DatedPrice;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.Price;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Tariff;
import io.tollgate.provider.Capability;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.ModelNames;
import io.tollgate.routing.Models;
import io.tollgate.routing.Strategy;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.ModelMap;

/** What the pages about models show. */
@Component
class ModelPages {

    private final Models models;
    private final Deployments deployments;
    private final Providers providers;
    private final ProviderKinds kinds;
    private final OwnPrices prices;
    private final Tariffs tariffs;
    private final InstantSource clock;

    ModelPages(
            Models models,
            Deployments deployments,
            Providers providers,
            ProviderKinds kinds,
            OwnPrices prices,
            Tariffs tariffs,
            InstantSource clock) {
        this.models = models;
        this.deployments = deployments;
        this.providers = providers;
        this.kinds = kinds;
        this.prices = prices;
        this.tariffs = tariffs;
        this.clock = clock;
    }

    List<Line> rows() {
        Map<UUID, Provider> byId = providersById();
        Map<UUID, List<Deployment>> byModel =
                deployments.findByRetiredAtIsNull().stream().collect(Collectors.groupingBy(Deployment::getModelId));
        Tariffs.Sight sight = tariffs.now();
        return models.findByRetiredAtIsNullOrderByName().stream()
                .map(model -> line(model, byModel.getOrDefault(model.getId(), List.of()), byId, sight))
                .toList();
    }

    List<Provider> providers() {
        return providers.findByRetiredAtIsNullOrderByName();
    }

    /** The page of one model; forms on it that were typed before keep what was typed. */
    String show(UUID id, ModelMap page) {
        Model model = Changes.inUse(models.findById(id));
        page.addAttribute(
                "line",
                line(
                        model,
                        deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(id),
                        providersById(),
                        tariffs.now()));
        page.addAttribute("providers", providers());
        page.addAttribute("plainPrice", prices.isPlain(PriceOwner.model(id)));
        page.addAttribute("strategies", Strategy.values());
        page.addAttribute("missing", missing(model));
        if (!page.containsAttribute("form")) {
            page.addAttribute("form", ModelForm.of(model, prices.form(PriceOwner.model(id))));
        }
        if (!page.containsAttribute("deploymentForm")) {
            page.addAttribute("deploymentForm", DeploymentForm.EMPTY);
        }
        return "models/show";
    }

    /** Models that are to stand in and are not there any more. */
    private List<String> missing(Model model) {
        ModelNames known = ModelNames.of(models.findByRetiredAtIsNullOrderByName());
        return model.getFallbacks().stream().filter(name -> !known.serve(name)).toList();
    }

    private Map<UUID, Provider> providersById() {
        return providers().stream().collect(Collectors.toMap(Provider::getId, Function.identity()));
    }

    private Line line(Model model, List<Deployment> served, Map<UUID, Provider> providers, Tariffs.Sight sight) {
        List<Place> places = served.stream()
                .map(deployment -> place(deployment, providers, sight))
                .sorted(Comparator.comparingInt(
                                (Place place) -> place.deployment().getPriority())
                        .thenComparing(place -> place.deployment().getCreatedAt()))
                .toList();
        PriceLabel own = label(sight.book().own(model.getId()));
        PriceLabel asked =
                own != null || places.isEmpty() ? own : places.getFirst().asked();
        boolean priced = places.isEmpty() ? own != null : places.stream().allMatch(place -> place.asked() != null);
        return new Line(model, places, asked, own == null && asked != null, priced, capabilities(places));
    }

    private Place place(Deployment deployment, Map<UUID, Provider> providers, Tariffs.Sight sight) {
        return new Place(
                deployment,
                providers.get(deployment.getProviderId()),
                label(sight.book().own(deployment.getId())),
                label(sight.of(deployment).prices()));
    }

    /** What is asked now. */
    private @Nullable PriceLabel label(List<DatedPrice> prices) {
        Price price = new Tariff(prices).at(clock.instant());
        return price == null ? null : PriceLabel.of(price);
    }

    private Set<Capability> capabilities(List<Place> places) {
        Set<Capability> names = EnumSet.noneOf(Capability.class);
        for (Place place : places) {
            Provider provider = place.provider();
            if (provider != null) {
                kinds.known(provider, place.deployment().getProviderModel())
                        .ifPresent(known -> names.addAll(known.capabilities()));
            }
        }
        return names;
    }

    /**
     * A model and where it is served.
     *
     * @param price what is asked where it is tried first; absent when that is not known
     * @param listed whether that is not its own price
     * @param priced whether every answer has a price
     * @param capabilities what it can do, as far as the kinds of its providers know
     */
    record Line(
            Model model,
            List<Place> places,
            @Nullable PriceLabel price,
            boolean listed,
            boolean priced,
            Set<Capability> capabilities) {}

    /**
     * One place a model is served.
     *
     * @param provider absent when it is retired
     * @param price its own; absent when the model's applies
     * @param asked what is asked there now, whosever price it is
     */
    record Place(
            Deployment deployment,
            @Nullable Provider provider,
            @Nullable PriceLabel price,
            @Nullable PriceLabel asked) {}

    /** The parts of a price, as they are shown; absent parts are not priced. */
    record PriceLabel(
            @Nullable String input,
            @Nullable String cachedInput,
            @Nullable String output,
            @Nullable String unit) {

        static PriceLabel of(Price price) {
            return new PriceLabel(
                    label(price, Part.INPUT),
                    label(price, Part.CACHED_INPUT),
                    label(price, Part.OUTPUT),
                    label(price, Part.UNIT));
        }

        private static @Nullable String label(Price price, Part part) {
            BigDecimal amount = price.rates().written(part);
            return amount == null ? null : Money.in(price.currency(), amount);
        }
    }
}

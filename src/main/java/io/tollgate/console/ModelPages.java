package io.tollgate.console;

import io.tollgate.pricing.Price;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

    ModelPages(Models models, Deployments deployments, Providers providers, ProviderKinds kinds) {
        this.models = models;
        this.deployments = deployments;
        this.providers = providers;
        this.kinds = kinds;
    }

    List<Line> rows() {
        Map<UUID, Provider> byId = providersById();
        Map<UUID, List<Deployment>> byModel =
                deployments.findByRetiredAtIsNull().stream().collect(Collectors.groupingBy(Deployment::getModelId));
        return models.findByRetiredAtIsNullOrderByName().stream()
                .map(model -> line(model, byModel.getOrDefault(model.getId(), List.of()), byId))
                .toList();
    }

    List<Provider> providers() {
        return providers.findByRetiredAtIsNullOrderByName();
    }

    /** The page of one model; forms on it that were typed before keep what was typed. */
    String show(UUID id, ModelMap page) {
        Model model = Changes.inUse(models.findById(id));
        page.addAttribute(
                "line", line(model, deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(id), providersById()));
        page.addAttribute("providers", providers());
        if (!page.containsAttribute("form")) {
            page.addAttribute("form", new ModelForm(model.getName(), null, null, PriceForm.of(model.getPrice())));
        }
        if (!page.containsAttribute("deploymentForm")) {
            page.addAttribute("deploymentForm", DeploymentForm.EMPTY);
        }
        return "models/show";
    }

    private Map<UUID, Provider> providersById() {
        return providers().stream().collect(Collectors.toMap(Provider::getId, Function.identity()));
    }

    private Line line(Model model, List<Deployment> served, Map<UUID, Provider> providers) {
        List<Place> places = served.stream()
                .map(deployment -> new Place(
                        deployment, providers.get(deployment.getProviderId()), PriceLabel.of(deployment.getPrice())))
                .sorted(Comparator.comparingInt(
                                (Place place) -> place.deployment().getPriority())
                        .thenComparing(place -> place.deployment().getCreatedAt()))
                .toList();
        boolean priced = !model.getPrice().isEmpty()
                || !served.isEmpty()
                        && served.stream()
                                .noneMatch(deployment -> deployment.getPrice().isEmpty());
        return new Line(model, places, PriceLabel.of(model.getPrice()), priced, capabilities(places));
    }

    private Set<String> capabilities(List<Place> places) {
        Set<String> names = new TreeSet<>();
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
     * @param priced whether every answer has a price
     * @param capabilities what it can do, as far as the kinds of its providers know
     */
    record Line(
            Model model, List<Place> places, @Nullable PriceLabel price, boolean priced, Set<String> capabilities) {}

    /**
     * One place a model is served.
     *
     * @param provider absent when it is retired
     * @param price its own; absent when the model's applies
     */
    record Place(
            Deployment deployment,
            @Nullable Provider provider,
            @Nullable PriceLabel price) {}

    /** The parts of a price, as they are shown; absent parts are not priced. */
    record PriceLabel(
            @Nullable String input,
            @Nullable String cachedInput,
            @Nullable String output,
            @Nullable String unit) {

        static @Nullable PriceLabel of(Price price) {
            PriceForm dollars = PriceForm.of(price);
            return price.isEmpty()
                    ? null
                    : new PriceLabel(
                            label(dollars.input()),
                            label(dollars.cachedInput()),
                            label(dollars.output()),
                            label(dollars.unit()));
        }

        private static @Nullable String label(@Nullable String typed) {
            BigDecimal dollars = PriceForm.amount(typed);
            return dollars == null ? null : Money.dollars(dollars);
        }
    }
}

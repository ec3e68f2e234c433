package io.tollgate.catalog;

import io.tollgate.chat.NamePattern;
import io.tollgate.limit.LimitBook;
import io.tollgate.pricing.PriceBook;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Tariff;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Preset.KnownModel;
import io.tollgate.provider.Presets;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.provider.Target;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Choosing;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.HealthBook;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.routing.Redirect;
import io.tollgate.routing.Redirects;
import io.tollgate.routing.RoutingDefaults;
import io.tollgate.routing.RoutingTable;
import io.tollgate.routing.RoutingTable.Entry;
import io.tollgate.routing.RoutingTable.Served;
import io.tollgate.storage.NamedRow;
import io.tollgate.storage.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Builds the table of models from the database: rows that are neither retired nor disabled. */
@Component
class RoutingReader {

    private final Providers providers;
    private final Credentials credentials;
    private final Models models;
    private final Deployments deployments;
    private final Redirects redirects;
    private final RoutingDefaults defaults;
    private final Prices prices;
    private final Presets presets;

    RoutingReader(
            Providers providers,
            Credentials credentials,
            Models models,
            Deployments deployments,
            Redirects redirects,
            RoutingDefaults defaults,
            Prices prices,
            Presets presets) {
        this.providers = providers;
        this.credentials = credentials;
        this.models = models;
        this.deployments = deployments;
        this.redirects = redirects;
        this.defaults = defaults;
        this.prices = prices;
        this.presets = presets;
    }

    /** @param targets the credentials that can be called, by provider */
    RoutingTable read(Map<UUID, List<Target>> targets, LimitBook.Draft limits, HealthBook.Draft healths) {
        List<Provider> all = providers.findByRetiredAtIsNullOrderByName();
        Places places = new Places(
                prices.book(),
                inUse(all),
                targets,
                new Quotas(limits, all, credentials.findByRetiredAtIsNullOrderByName()),
                healths,
                presets);
        Map<UUID, List<Deployment>> byModel = deployments.findByRetiredAtIsNull().stream()
                .filter(deployment -> !deployment.isDisabled())
                .sorted(Comparator.comparingInt(Deployment::getPriority))
                .collect(Collectors.groupingBy(Deployment::getModelId));
        Choosing byDefault = defaults.inForce();
        List<Served> served = inUse(models.findByRetiredAtIsNullOrderByName()).values().stream()
                .map(model -> new Served(
                        model.getName(),
                        model.getCreatedAt().getEpochSecond(),
                        model.choosing(byDefault),
                        places.of(model, byModel.getOrDefault(model.getId(), List.of()))))
                .toList();
        return new RoutingTable(
                served,
                inUse(redirects.findByRetiredAtIsNullOrderByName()).values().stream()
                        .collect(Collectors.toMap(NamedRow::getName, Redirect::getTarget)));
    }

    private static <R extends Row> Map<UUID, R> inUse(List<R> rows) {
        return rows.stream()
                .filter(row -> !row.isDisabled())
                .collect(Collectors.toMap(Row::getId, Function.identity()));
    }

    /** What the entries of all models are made from. */
    private record Places(
            PriceBook book,
            Map<UUID, Provider> providers,
            Map<UUID, List<Target>> targets,
            Quotas quotas,
            HealthBook.Draft healths,
            Presets presets) {

        List<Entry> of(Model model, List<Deployment> deployments) {
            List<Entry> entries = new ArrayList<>();
            for (Deployment deployment : deployments) {
                Provider provider = providers.get(deployment.getProviderId());
                List<Target> reached = targets.getOrDefault(deployment.getProviderId(), List.of());
                if (provider != null && !reached.isEmpty()) {
                    entries.add(entry(model, deployment, provider, reached));
                }
            }
            return List.copyOf(entries);
        }

        private Entry entry(Model model, Deployment deployment, Provider provider, List<Target> reached) {
            Function<String, Tariff> tariffs = NamePattern.of(model.getName()) == null
                    ? name -> tariff(model, deployment, provider, name)
                    : new NamedTariffs(name -> tariff(model, deployment, provider, name));
            Tariff tariff = tariffs.apply(deployment.getProviderModel());
            Integer window = window(model, deployment, provider);
            List<Candidate> candidates = reached.stream()
                    .map(target -> new Candidate(
                            deployment.getId(),
                            target,
                            deployment.getProviderModel(),
                            deployment.isStreamOnly(),
                            window,
                            tariff,
                            quotas.of(deployment, target),
                            healths.of(deployment.getId(), target)))
                    .toList();
            Set<String> tags = new HashSet<>(provider.getTags());
            tags.addAll(deployment.getTags());
            return new Entry(deployment.getPriority(), deployment.getWeight(), Set.copyOf(tags), candidates, tariffs);
        }

        /** What the model says itself goes before what its provider's kind is known for. */
        private @Nullable Integer window(Model model, Deployment deployment, Provider provider) {
            Integer own = model.getContextWindow();
            return own != null
                    ? own
                    : presets.find(provider.getPreset())
                            .flatMap(kind -> kind.model(deployment.getProviderModel()))
                            .map(KnownModel::contextWindow)
                            .orElse(null);
        }

        private Tariff tariff(Model model, Deployment deployment, Provider provider, String name) {
            return book.tariff(
                    deployment.getId(),
                    model.getId(),
                    provider.getPreset(),
                    provider.getBaseUrl().host(),
                    name);
        }
    }
}

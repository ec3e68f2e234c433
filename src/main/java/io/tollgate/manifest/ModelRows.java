package io.tollgate.manifest;

import io.tollgate.manifest.Declaration.DeclaredDeployment;
import io.tollgate.manifest.Declaration.DeclaredModel;
import io.tollgate.manifest.Declaration.Mention;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Terms;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Declared models and their deployments as rows. */
@Component
final class ModelRows {

    private final Models models;
    private final Deployments deployments;
    private final Providers providers;
    private final Prices prices;
    private final Retirement retirement;
    private final Ids ids;
    private final InstantSource clock;

    ModelRows(
            Models models,
            Deployments deployments,
            Providers providers,
            Prices prices,
            Retirement retirement,
            Ids ids,
            InstantSource clock) {
        this.models = models;
        this.deployments = deployments;
        this.providers = providers;
        this.prices = prices;
        this.retirement = retirement;
        this.ids = ids;
        this.clock = clock;
    }

    /** Makes the rows what is declared, and returns how many were retired. The providers are in place already. */
    int apply(List<DeclaredModel> declared, Problems problems) {
        LiveRows<Model> live = LiveRows.named(models.findByRetiredAtIsNullOrderByName());
        Map<UUID, Provider> known = providers.findByRetiredAtIsNullOrderByName().stream()
                .collect(Collectors.toMap(Provider::getId, Function.identity()));
        int retired = live.retireAllBut(declared, retirement::retire);
        models.flush();
        for (DeclaredModel model : declared) {
            retired += problems.attempt(() -> {
                        Model row = live.put(model, live.declared(model).orElseGet(() -> add(model)));
                        declare(PriceOwner.model(row.getId()), model.prices());
                        row.setContextWindow(model.contextWindow());
                        choose(model, row);
                        return applyDeployments(model, row, known, problems);
                    })
                    .orElse(0);
        }
        return retired;
    }

    private static void choose(DeclaredModel model, Model row) {
        row.setStrategy(model.choosing().strategy());
        row.setAffinity(model.choosing().affinity());
        row.setFallbacks(
                model.choosing().fallbacks().stream().map(Mention::name).toList());
    }

    private Model add(DeclaredModel model) {
        return models.save(new Model(ids.next(), model.name(), Source.FILE, clock.instant()));
    }

    private void declare(PriceOwner owner, List<Terms> wanted) {
        prices.set(owner, wanted);
    }

    private int applyDeployments(DeclaredModel model, Model row, Map<UUID, Provider> known, Problems problems) {
        LiveRows<Deployment> live = new LiveRows<>(
                deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(row.getId()),
                deployment -> name(deployment, known));
        int retired = live.retireAllBut(model.deployments(), retirement::retire);
        for (DeclaredDeployment deployment : model.deployments()) {
            problems.attempt(() -> {
                UUID providerId = provider(deployment, known);
                Deployment found = live.declared(deployment).orElseGet(() -> add(deployment, row, providerId));
                return live.put(deployment, update(deployment, found));
            });
        }
        return retired;
    }

    private static String name(Deployment row, Map<UUID, Provider> known) {
        Provider provider = known.get(row.getProviderId());
        return DeclaredDeployment.name(provider == null ? "" : provider.getName(), row.getProviderModel());
    }

    private static UUID provider(DeclaredDeployment deployment, Map<UUID, Provider> known) {
        return known.values().stream()
                .filter(provider -> provider.getName().equals(deployment.provider()))
                .map(Provider::getId)
                .findFirst()
                .orElseThrow(
                        () -> deployment
                                .at()
                                .error(
                                        "names a provider that does not exist: declare it under providers, or correct the name"));
    }

    private Deployment add(DeclaredDeployment deployment, Model model, UUID providerId) {
        return deployments.save(new Deployment(
                ids.next(), model.getId(), providerId, deployment.model(), Source.FILE, clock.instant()));
    }

    private Deployment update(DeclaredDeployment deployment, Deployment row) {
        row.rank(deployment.priority(), deployment.weight());
        row.setStreamOnly(deployment.streamOnly());
        row.setTags(deployment.tags());
        row.setLimits(deployment.limits());
        declare(PriceOwner.deployment(row.getId()), deployment.prices());
        return row;
    }
}

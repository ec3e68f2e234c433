package io.tollgate.console;

import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Rates;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Writes models and their deployments. */
@Component
class ModelChanges {

    private final Changes changes;
    private final Models models;
    private final Deployments deployments;
    private final Providers providers;
    private final ProviderKinds kinds;
    private final OwnPrices prices;
    private final ModelNameCheck names;
    private final Ids ids;
    private final InstantSource clock;

    ModelChanges(
            Changes changes,
            Models models,
            Deployments deployments,
            Providers providers,
            ProviderKinds kinds,
            OwnPrices prices,
            ModelNameCheck names,
            Ids ids,
            InstantSource clock) {
        this.changes = changes;
        this.models = models;
        this.deployments = deployments;
        this.providers = providers;
        this.kinds = kinds;
        this.prices = prices;
        this.names = names;
        this.ids = ids;
        this.clock = clock;
    }

    UUID create(ModelForm form) {
        UUID id = ids.next();
        changes.make(() -> {
            Model model = new Model(id, form.plainName(), Source.CONSOLE, clock.instant());
            form.writeTo(model);
            models.save(model);
            prices.type(PriceOwner.model(id), form.typedPrice());
            UUID provider = form.providerId();
            if (provider != null) {
                deployments.save(deployment(id, provider, form.plainProviderModel()));
            }
        });
        return id;
    }

    void update(UUID id, ModelForm form) {
        changes.make(() -> {
            Model model = Changes.changeable(models.findById(id));
            if (!model.getName().equals(form.plainName())) {
                names.follow(model.getName(), form.plainName());
            }
            model.rename(form.plainName());
            form.writeTo(model);
            models.save(model);
            prices.type(PriceOwner.model(id), form.typedPrice());
        });
    }

    /**
     * Serves models of a provider under the provider's own names, which become models where there are none yet, at the
     * price that is known for them; those that a settings file declares are left as they are, and so are names that no
     * model can have.
     *
     * @return how many were added
     */
    int serve(UUID providerId, List<String> wanted) {
        AtomicInteger added = new AtomicInteger();
        changes.make(() -> {
            Provider provider = Changes.inUse(providers.findById(providerId));
            for (String name : wanted.stream().filter(names::isPlain).toList()) {
                Optional<Model> known = models.findByLiveName(name);
                if (known.isEmpty() || !known.get().isDeclared()) {
                    Model model = known.orElseGet(() -> add(provider, name));
                    deployments.save(deployment(model.getId(), providerId, name));
                    added.incrementAndGet();
                }
            }
        });
        return added.get();
    }

    private Model add(Provider provider, String name) {
        Model model = models.save(new Model(ids.next(), name, Source.CONSOLE, clock.instant()));
        prices.set(PriceOwner.model(model.getId()), kinds.rates(provider, name));
        return model;
    }

    private Deployment deployment(UUID modelId, UUID providerId, String providerModel) {
        Changes.inUse(providers.findById(providerId));
        return new Deployment(ids.next(), modelId, providerId, providerModel, Source.CONSOLE, clock.instant());
    }

    void addDeployment(UUID modelId, UUID providerId, DeploymentForm form) {
        changes.make(() -> {
            Changes.changeable(models.findById(modelId));
            Deployment deployment = deployment(modelId, providerId, form.providerModel());
            form.writeTo(deployment);
            deployments.save(deployment);
            prices.type(PriceOwner.deployment(deployment.getId()), form.typedPrice());
        });
    }

    void updateDeployment(UUID id, DeploymentForm form) {
        changes.make(() -> {
            Deployment deployment = Changes.changeable(deployments.findById(id));
            form.writeTo(deployment);
            deployments.save(deployment);
            prices.type(PriceOwner.deployment(id), form.typedPrice());
        });
    }

    void setDisabled(UUID id, boolean disabled) {
        changes.make(() -> {
            Model model = Changes.inUse(models.findById(id));
            model.setDisabled(disabled);
            models.save(model);
        });
    }

    void setDeploymentDisabled(UUID id, boolean disabled) {
        changes.make(() -> {
            Deployment deployment = Changes.inUse(deployments.findById(id));
            deployment.setDisabled(disabled);
            deployments.save(deployment);
        });
    }

    /** Ends a model and its deployments. */
    void retire(UUID id) {
        changes.make(() -> {
            Model model = Changes.changeable(models.findById(id));
            names.requireUnnamed(model.getName());
            model.retire(clock.instant());
            models.save(model);
            prices.set(PriceOwner.model(id), Rates.NONE);
            deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(id).forEach(this::retire);
        });
    }

    void retireDeployment(UUID id) {
        changes.make(() -> retire(Changes.changeable(deployments.findById(id))));
    }

    private void retire(Deployment deployment) {
        Instant now = clock.instant();
        deployment.retire(now);
        deployments.save(deployment);
        prices.set(PriceOwner.deployment(deployment.getId()), Rates.NONE);
    }
}

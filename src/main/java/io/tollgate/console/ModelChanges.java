package io.tollgate.console;

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
    private final Ids ids;
    private final InstantSource clock;

    ModelChanges(
            Changes changes,
            Models models,
            Deployments deployments,
            Providers providers,
            ProviderKinds kinds,
            Ids ids,
            InstantSource clock) {
        this.changes = changes;
        this.models = models;
        this.deployments = deployments;
        this.providers = providers;
        this.kinds = kinds;
        this.ids = ids;
        this.clock = clock;
    }

    UUID create(ModelForm form) {
        UUID id = ids.next();
        changes.make(() -> {
            models.save(new Model(id, form.plainName(), form.typedPrice().price(), Source.CONSOLE, clock.instant()));
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
            model.rename(form.plainName());
            model.setPrice(form.typedPrice().price());
            models.save(model);
        });
    }

    /**
     * Serves models of a provider under the provider's own names, which become models where there are none yet, at the
     * price that is known for them; those that a settings file declares are left as they are.
     *
     * @return how many were added
     */
    int serve(UUID providerId, List<String> names) {
        AtomicInteger added = new AtomicInteger();
        changes.make(() -> {
            Provider provider = Changes.inUse(providers.findById(providerId));
            for (String name : names) {
                Optional<Model> known = models.findByLiveName(name);
                if (known.isEmpty() || !known.get().isDeclared()) {
                    Model model = known.orElseGet(() -> models.save(
                            new Model(ids.next(), name, kinds.price(provider, name), Source.CONSOLE, clock.instant())));
                    deployments.save(deployment(model.getId(), providerId, name));
                    added.incrementAndGet();
                }
            }
        });
        return added.get();
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
        });
    }

    void updateDeployment(UUID id, DeploymentForm form) {
        changes.make(() -> {
            Deployment deployment = Changes.changeable(deployments.findById(id));
            form.writeTo(deployment);
            deployments.save(deployment);
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
            model.retire(clock.instant());
            models.save(model);
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
    }
}

package io.tollgate.console;

import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.provider.Trial;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.ui.ModelMap;

/** What the pages about providers show. */
@Component
class ProviderPages {

    private final Providers providers;
    private final Credentials credentials;
    private final Models models;
    private final Deployments deployments;
    private final ProviderKinds kinds;

    ProviderPages(
            Providers providers, Credentials credentials, Models models, Deployments deployments, ProviderKinds kinds) {
        this.providers = providers;
        this.credentials = credentials;
        this.models = models;
        this.deployments = deployments;
        this.kinds = kinds;
    }

    List<Line> rows() {
        Map<UUID, Long> keys = count(credentials.findByRetiredAtIsNullOrderByName().stream()
                .filter(credential -> !credential.isDisabled())
                .map(Credential::getProviderId)
                .toList());
        Map<UUID, Long> served = count(deployments.findByRetiredAtIsNull().stream()
                .map(Deployment::getProviderId)
                .toList());
        return providers.findByRetiredAtIsNullOrderByName().stream()
                .map(provider -> new Line(
                        provider,
                        kinds.name(provider),
                        keys.getOrDefault(provider.getId(), 0L),
                        served.getOrDefault(provider.getId(), 0L)))
                .toList();
    }

    private static Map<UUID, Long> count(List<UUID> ids) {
        return ids.stream().collect(Collectors.groupingBy(Function.identity(), HashMap::new, Collectors.counting()));
    }

    /** The page of one provider; forms on it that were typed before keep what was typed. */
    String show(UUID id, ModelMap page) {
        Provider provider = Changes.inUse(providers.findById(id));
        page.addAttribute("provider", provider);
        page.addAttribute("kind", kinds.name(provider));
        page.addAttribute("credentials", credentials.findByProviderIdAndRetiredAtIsNullOrderByName(id));
        page.addAttribute("served", served(id));
        page.addAttribute("clients", Trial.Client.values());
        if (!page.containsAttribute("credentialForm")) {
            page.addAttribute("credentialForm", CredentialForm.EMPTY);
        }
        return "providers/show";
    }

    /** The models that a provider serves. */
    List<Served> served(UUID providerId) {
        Map<UUID, Model> byId = models.findByRetiredAtIsNullOrderByName().stream()
                .collect(Collectors.toMap(Model::getId, Function.identity()));
        return deployments.findByProviderIdAndRetiredAtIsNull(providerId).stream()
                .flatMap(deployment -> Stream.ofNullable(byId.get(deployment.getModelId()))
                        .map(model -> new Served(model, deployment)))
                .sorted(Comparator.comparing(served -> served.model().getName()))
                .toList();
    }

    /**
     * A provider in the list.
     *
     * @param kind what its kind is called
     * @param credentials how many may be used
     */
    record Line(Provider provider, String kind, long credentials, long deployments) {}

    /** A model, and how it is served. */
    record Served(Model model, Deployment deployment) {}
}

package io.tollgate.console;

import io.tollgate.limit.Scope;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Icon;
import io.tollgate.provider.Preset.KnownModel;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.provider.Trial;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.routing.Validation;
import io.tollgate.routing.Validations;
import io.tollgate.usage.Availability;
import io.tollgate.usage.Quarter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.ModelMap;

/** What the pages about providers show. */
@Component
class ProviderPages {

    private static final int MOST_DOTS = 400;
    private static final Duration LISTED = Duration.ofMinutes(30);

    private final Providers providers;
    private final Credentials credentials;
    private final Models models;
    private final Deployments deployments;
    private final ProviderKinds kinds;
    private final LimitLines limits;
    private final ProviderHealth health;
    private final Validations validations;
    private final Availability availability;
    private final InstantSource clock;

    ProviderPages(
            Providers providers,
            Credentials credentials,
            Models models,
            Deployments deployments,
            ProviderKinds kinds,
            LimitLines limits,
            ProviderHealth health,
            Validations validations,
            Availability availability,
            InstantSource clock) {
        this.limits = limits;
        this.health = health;
        this.validations = validations;
        this.availability = availability;
        this.clock = clock;
        this.providers = providers;
        this.credentials = credentials;
        this.models = models;
        this.deployments = deployments;
        this.kinds = kinds;
    }

    List<Line> rows() {
        Map<UUID, List<Credential>> keys = credentials.findByRetiredAtIsNullOrderByName().stream()
                .collect(Collectors.groupingBy(Credential::getProviderId));
        Map<UUID, Long> served = count(deployments.findByRetiredAtIsNull().stream()
                .map(Deployment::getProviderId)
                .toList());
        Instant now = clock.instant();
        Map<UUID, List<Quarter>> quarters = availability.since(Strip.begin(now));
        ProviderHealth.Sight sight = health.now();
        return providers.findByRetiredAtIsNullOrderByName().stream()
                .map(provider -> {
                    UUID id = provider.getId();
                    Validation check = validations.find(id);
                    return new Line(
                            provider,
                            kinds.name(provider),
                            kinds.icon(provider),
                            sight.counts(keys.getOrDefault(id, List.of())),
                            served.getOrDefault(id, 0L),
                            Strip.of(id, quarters.getOrDefault(id, List.of()), now, LISTED),
                            check != null && check.isRunning() ? check : null);
                })
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
        ProviderHealth.Sight sight = health.now();
        showCredentials(credentials.findByProviderIdAndRetiredAtIsNullOrderByName(id), sight, page);
        Instant now = clock.instant();
        page.addAttribute("strip", Strip.of(id, availability.since(Strip.begin(now), id), now, Quarter.LENGTH));
        page.addAttribute("validation", validations.find(id));
        page.addAttribute("limitLine", limits.find(Scope.PROVIDER, id));
        page.addAttribute("icon", kinds.icon(provider));
        List<Served> served = served(id);
        page.addAttribute("served", served);
        page.addAttribute("places", served.stream().map(sight::line).toList());
        page.addAttribute("known", byName(kinds.known(provider)));
        page.addAttribute("unserved", unserved(kinds.known(provider), served));
        page.addAttribute("clients", Trial.Client.values());
        if (!page.containsAttribute("credentialForm")) {
            page.addAttribute("credentialForm", CredentialForm.EMPTY);
        }
        return "providers/show";
    }

    /** Of thousands a page of those that are looked for. */
    private static void showCredentials(List<Credential> all, ProviderHealth.Sight sight, ModelMap page) {
        CredentialQuery wanted =
                page.getAttribute("credentialQuery") instanceof CredentialQuery asked ? asked : CredentialQuery.ALL;
        List<CredentialLine> lines = all.stream().map(sight::line).toList();
        page.addAttribute("credentialQuery", wanted);
        page.addAttribute("credentials", wanted.of(lines));
        page.addAttribute("counts", sight.counts(all));
        page.addAttribute("states", CredentialState.values());
        page.addAttribute("dots", lines.size() > MOST_DOTS ? lines.subList(0, MOST_DOTS) : lines);
        page.addAttribute("dotsLeftOut", Math.max(0, lines.size() - MOST_DOTS));
    }

    private static Map<String, KnownModel> byName(List<KnownModel> models) {
        return models.stream().collect(Collectors.toMap(KnownModel::name, Function.identity()));
    }

    private static List<KnownModel> unserved(List<KnownModel> known, List<Served> served) {
        Set<String> names = served.stream()
                .map(place -> place.deployment().getProviderModel())
                .collect(Collectors.toSet());
        return known.stream().filter(model -> !names.contains(model.name())).toList();
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
     * @param counts how many credentials are in which state
     * @param validation the check of its credentials that is under way; absent when none is
     */
    record Line(
            Provider provider,
            String kind,
            Icon icon,
            Map<CredentialState, Long> counts,
            long deployments,
            Strip strip,
            @Nullable Validation validation) {

        /** Whether any of its credentials may be used. */
        public boolean usable() {
            return counts.keySet().stream().anyMatch(state -> state != CredentialState.DISABLED);
        }
    }

    /** A model, and how it is served. */
    record Served(Model model, Deployment deployment) {}
}

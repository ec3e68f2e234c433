package io.tollgate.console;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.limit.LimitBook;
import io.tollgate.limit.Scope;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells how much is used of what may be limited. */
@Component
class LimitLines {

    private final Teams teams;
    private final VirtualKeys keys;
    private final Providers providers;
    private final Credentials credentials;
    private final Models models;
    private final Deployments deployments;
    private final LimitBook book;

    LimitLines(
            Teams teams,
            VirtualKeys keys,
            Providers providers,
            Credentials credentials,
            Models models,
            Deployments deployments,
            LimitBook book) {
        this.teams = teams;
        this.keys = keys;
        this.providers = providers;
        this.credentials = credentials;
        this.models = models;
        this.deployments = deployments;
        this.book = book;
    }

    /** One of them. */
    LimitLine find(Scope scope, UUID id) {
        return switch (scope) {
            case TEAM -> line(Changes.inUse(teams.findById(id)));
            case KEY -> key(Changes.inUse(keys.findById(id)));
            case PROVIDER -> line(Changes.inUse(providers.findById(id)));
            case CREDENTIAL -> credential(Changes.inUse(credentials.findById(id)));
            case DEPLOYMENT -> deployment(Changes.inUse(deployments.findById(id)));
        };
    }

    private LimitLine key(VirtualKey key) {
        return line(key, teams.findById(key.getTeamId()).map(Team::getName).orElse(null));
    }

    private LimitLine credential(Credential credential) {
        return line(credential, provider(credential.getProviderId()));
    }

    private LimitLine deployment(Deployment deployment) {
        String model =
                models.findById(deployment.getModelId()).map(Model::getName).orElse(null);
        return line(deployment, name(model, provider(deployment.getProviderId())));
    }

    private @Nullable String provider(UUID id) {
        return providers.findById(id).map(Provider::getName).orElse(null);
    }

    /** What a deployment is called: it has no name of its own. */
    static String name(@Nullable String model, @Nullable String provider) {
        return Objects.requireNonNullElse(model, "") + " · " + Objects.requireNonNullElse(provider, "");
    }

    LimitLine line(Team team) {
        return new LimitLine(
                Scope.TEAM,
                team,
                team.getName(),
                null,
                "/teams/" + team.getId(),
                team.getLimits(),
                team.getBudget(),
                LimitForm.of(team.getLimits(), team.getBudget(), team.getQueueLength(), List.of()),
                book.read(Scope.TEAM, team.getId()));
    }

    LimitLine line(VirtualKey key, @Nullable String team) {
        return new LimitLine(
                Scope.KEY,
                key,
                key.getName(),
                team,
                "/keys/" + key.getId(),
                key.getLimits(),
                key.getBudget(),
                LimitForm.of(key.getLimits(), key.getBudget(), 0, key.getAddresses()),
                book.read(Scope.KEY, key.getId()));
    }

    LimitLine line(Provider provider) {
        return new LimitLine(
                Scope.PROVIDER,
                provider,
                provider.getName(),
                null,
                "/providers/" + provider.getId(),
                provider.getLimits(),
                null,
                LimitForm.of(provider.getLimits(), null, 0, List.of()),
                book.read(Scope.PROVIDER, provider.getId()));
    }

    LimitLine line(Credential credential, @Nullable String provider) {
        return new LimitLine(
                Scope.CREDENTIAL,
                credential,
                credential.getName(),
                provider,
                "/providers/" + credential.getProviderId(),
                credential.getLimits(),
                null,
                LimitForm.of(credential.getLimits(), null, 0, List.of()),
                book.read(Scope.CREDENTIAL, credential.getId()));
    }

    LimitLine line(Deployment deployment, String name) {
        return new LimitLine(
                Scope.DEPLOYMENT,
                deployment,
                name,
                deployment.getProviderModel(),
                "/models/" + deployment.getModelId(),
                deployment.getLimits(),
                null,
                LimitForm.of(deployment.getLimits(), null, 0, List.of()),
                book.read(Scope.DEPLOYMENT, deployment.getId()));
    }
}

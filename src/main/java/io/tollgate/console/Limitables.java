package io.tollgate.console;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.limit.Budget;
import io.tollgate.limit.Limits;
import io.tollgate.limit.Scope;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Models;
import io.tollgate.storage.NamedRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/** All that may be limited. Each kind of row is read once, however many there are. */
@Component
class Limitables {

    private final Teams teams;
    private final VirtualKeys keys;
    private final Providers providers;
    private final Credentials credentials;
    private final Models models;
    private final Deployments deployments;
    private final LimitLines lines;

    Limitables(
            Teams teams,
            VirtualKeys keys,
            Providers providers,
            Credentials credentials,
            Models models,
            Deployments deployments,
            LimitLines lines) {
        this.teams = teams;
        this.keys = keys;
        this.providers = providers;
        this.credentials = credentials;
        this.models = models;
        this.deployments = deployments;
        this.lines = lines;
    }

    /** Teams first, then keys, then those who serve. */
    List<Limitable> all() {
        Map<UUID, String> names = new HashMap<>();
        List<Team> payers = named(teams.findAll(Sort.by("name")), names);
        List<Provider> servers = named(providers.findByRetiredAtIsNullOrderByName(), names);
        named(models.findByRetiredAtIsNullOrderByName(), names);
        return Stream.of(
                        payers.stream().filter(team -> !team.isRetired()).map(this::of),
                        keys.findByRetiredAtIsNullOrderByName().stream()
                                .map(key -> of(key, names.get(key.getTeamId()))),
                        servers.stream().map(this::of),
                        credentials.findByRetiredAtIsNullOrderByName().stream()
                                .map(credential -> of(credential, names.get(credential.getProviderId()))),
                        deployments.findByRetiredAtIsNull().stream().map(place -> of(place, names)))
                .flatMap(each -> each)
                .toList();
    }

    private static <T extends NamedRow> List<T> named(List<T> rows, Map<UUID, String> names) {
        rows.forEach(row -> names.put(row.getId(), row.getName()));
        return rows;
    }

    private Limitable of(Team team) {
        return new Limitable(
                Scope.TEAM,
                team,
                team.getName(),
                null,
                isLimited(team.getLimits(), team.getBudget()) || team.getQueueLength() > 0,
                () -> lines.line(team));
    }

    private Limitable of(VirtualKey key, @Nullable String team) {
        return new Limitable(
                Scope.KEY,
                key,
                key.getName(),
                team,
                isLimited(key.getLimits(), key.getBudget())
                        || !key.getAddresses().isEmpty(),
                () -> lines.line(key, team));
    }

    private Limitable of(Provider provider) {
        return new Limitable(
                Scope.PROVIDER,
                provider,
                provider.getName(),
                null,
                isLimited(provider.getLimits(), null),
                () -> lines.line(provider));
    }

    private Limitable of(Credential credential, @Nullable String provider) {
        return new Limitable(
                Scope.CREDENTIAL,
                credential,
                credential.getName(),
                provider,
                isLimited(credential.getLimits(), null),
                () -> lines.line(credential, provider));
    }

    private Limitable of(Deployment place, Map<UUID, String> names) {
        String name = LimitLines.name(names.get(place.getModelId()), names.get(place.getProviderId()));
        return new Limitable(
                Scope.DEPLOYMENT,
                place,
                name,
                place.getProviderModel(),
                isLimited(place.getLimits(), null),
                () -> lines.line(place, name));
    }

    private static boolean isLimited(Limits limits, @Nullable Budget budget) {
        return !limits.isNone() || budget != null;
    }
}

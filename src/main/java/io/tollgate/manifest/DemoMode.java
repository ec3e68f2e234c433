package io.tollgate.manifest;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.routing.Models;
import io.tollgate.storage.Row;
import io.tollgate.storage.Source;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What demo mode made, for as long as it is in use. */
@Component
public class DemoMode {

    private final Providers providers;
    private final Credentials credentials;
    private final Models models;
    private final Deployments deployments;
    private final Teams teams;
    private final VirtualKeys keys;
    private final Retirement retirement;

    DemoMode(
            Providers providers,
            Credentials credentials,
            Models models,
            Deployments deployments,
            Teams teams,
            VirtualKeys keys,
            Retirement retirement) {
        this.providers = providers;
        this.credentials = credentials;
        this.models = models;
        this.deployments = deployments;
        this.teams = teams;
        this.keys = keys;
        this.retirement = retirement;
    }

    /** Whether anything that demo mode made is in use. */
    @Transactional(readOnly = true)
    public boolean active() {
        return Stream.of(providers(), models(), teams(), keys()).anyMatch(rows -> !rows.isEmpty());
    }

    /**
     * Takes all that demo mode made out of use, but for a team in which people have keys of their own. Publish the
     * catalog afterwards.
     */
    @Transactional
    public void remove() {
        keys().forEach(retirement::retire);
        deployments.findByRetiredAtIsNull().stream().filter(DemoMode::isDemo).forEach(retirement::retire);
        credentials.findByRetiredAtIsNullOrderByName().stream()
                .filter(DemoMode::isDemo)
                .forEach(retirement::retire);
        providers().forEach(retirement::retire);
        models().forEach(retirement::retire);
        teams().forEach(retirement::retire);
    }

    private List<Provider> providers() {
        return demo(providers.findByRetiredAtIsNullOrderByName());
    }

    private List<Model> models() {
        return demo(models.findByRetiredAtIsNullOrderByName());
    }

    /** The teams with nothing in them but what demo mode made. */
    private List<Team> teams() {
        List<Team> made = demo(teams.findByRetiredAtIsNullOrderByName());
        return made.stream().filter(team -> !isInUse(team)).toList();
    }

    private boolean isInUse(Team team) {
        return keys.findByRetiredAtIsNullOrderByName().stream()
                .anyMatch(key -> key.getTeamId().equals(team.getId()) && !isDemo(key));
    }

    private List<VirtualKey> keys() {
        return demo(keys.findByRetiredAtIsNullOrderByName());
    }

    private static <R extends Row> List<R> demo(List<R> rows) {
        return rows.stream().filter(DemoMode::isDemo).toList();
    }

    private static boolean isDemo(Row row) {
        return row.getSource() == Source.DEMO;
    }
}

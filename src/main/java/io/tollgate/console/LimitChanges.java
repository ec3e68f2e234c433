package io.tollgate.console;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.limit.Scope;
import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Writes limits and budgets. */
@Component
class LimitChanges {

    private final Changes changes;
    private final Teams teams;
    private final VirtualKeys keys;
    private final Providers providers;
    private final Credentials credentials;
    private final Deployments deployments;

    LimitChanges(
            Changes changes,
            Teams teams,
            VirtualKeys keys,
            Providers providers,
            Credentials credentials,
            Deployments deployments) {
        this.changes = changes;
        this.teams = teams;
        this.keys = keys;
        this.providers = providers;
        this.credentials = credentials;
        this.deployments = deployments;
    }

    /** Puts what was typed, and holds no problem, into force. */
    void write(Scope scope, UUID id, LimitForm form) {
        changes.make(() -> {
            switch (scope) {
                case TEAM -> team(Changes.changeable(teams.findById(id)), form);
                case KEY -> key(Changes.changeable(keys.findById(id)), form);
                case PROVIDER -> provider(Changes.changeable(providers.findById(id)), form);
                case CREDENTIAL -> credential(Changes.changeable(credentials.findById(id)), form);
                case DEPLOYMENT -> deployment(Changes.changeable(deployments.findById(id)), form);
            }
        });
    }

    private void team(Team team, LimitForm form) {
        team.setLimits(form.limits());
        team.setBudget(form.budget());
        team.setQueueLength(form.queueLength());
        teams.save(team);
    }

    private void key(VirtualKey key, LimitForm form) {
        key.setLimits(form.limits());
        key.setBudget(form.budget());
        key.setAddresses(form.ranges());
        keys.save(key);
    }

    private void provider(Provider provider, LimitForm form) {
        provider.setLimits(form.limits());
        providers.save(provider);
    }

    private void credential(Credential credential, LimitForm form) {
        credential.setLimits(form.limits());
        credentials.save(credential);
    }

    private void deployment(Deployment deployment, LimitForm form) {
        deployment.setLimits(form.limits());
        deployments.save(deployment);
    }
}

package io.tollgate.manifest;

import io.tollgate.access.Team;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.storage.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes rows out of use together with what cannot be without them, whoever made it. */
@Component
final class Retirement {

    private static final Logger log = LoggerFactory.getLogger(Retirement.class);

    private final InstantSource clock;
    private final Credentials credentials;
    private final Deployments deployments;
    private final VirtualKeys keys;

    Retirement(InstantSource clock, Credentials credentials, Deployments deployments, VirtualKeys keys) {
        this.clock = clock;
        this.credentials = credentials;
        this.deployments = deployments;
        this.keys = keys;
    }

    /** Retires a row that nothing depends on. */
    void retire(Row row) {
        row.retire(clock.instant());
    }

    /** Retires a provider, its credentials, and the deployments on it. */
    void retire(Provider provider) {
        retire((Row) provider);
        credentials
                .findByProviderIdAndRetiredAtIsNullOrderByName(provider.getId())
                .forEach(this::retire);
        deployments.findByProviderIdAndRetiredAtIsNull(provider.getId()).forEach(this::retire);
    }

    /** Retires a model and its deployments. */
    void retire(Model model) {
        retire((Row) model);
        deployments
                .findByModelIdAndRetiredAtIsNullOrderByPriority(model.getId())
                .forEach(this::retire);
    }

    /** Retires a team and its keys: nobody would pay for them. */
    void retire(Team team) {
        Instant now = clock.instant();
        team.retire(now);
        List<VirtualKey> owned = keys.findByRetiredAtIsNullOrderByName().stream()
                .filter(key -> key.getTeamId().equals(team.getId()))
                .toList();
        owned.forEach(key -> key.retire(now));
        long typed = owned.stream().filter(key -> !key.isDeclared()).count();
        if (typed > 0) {
            log.warn("Team {} is gone, and with it {} virtual keys made in the console", team.getName(), typed);
        }
    }
}

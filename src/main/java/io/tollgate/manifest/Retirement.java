package io.tollgate.manifest;

import io.tollgate.access.Team;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Model;
import io.tollgate.storage.Row;
import io.tollgate.storage.Source;
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

    /** Retires a row that nothing depends on; always 1. */
    int retire(Row row) {
        row.retire(clock.instant());
        return 1;
    }

    /** Retires a provider, its credentials, and the deployments on it, and returns how many rows that were. */
    int retire(Provider provider) {
        return retire((Row) provider)
                + all(credentials.findByProviderIdAndRetiredAtIsNullOrderByName(provider.getId()))
                + all(deployments.findByProviderIdAndRetiredAtIsNull(provider.getId()));
    }

    /** Retires a model and its deployments, and returns how many rows that were. */
    int retire(Model model) {
        return retire((Row) model) + all(deployments.findByModelIdAndRetiredAtIsNullOrderByPriority(model.getId()));
    }

    /** Retires a team and its keys, for which nobody would pay, and returns how many rows that were. */
    int retire(Team team) {
        List<VirtualKey> owned = keys.findByRetiredAtIsNullOrderByName().stream()
                .filter(key -> key.getTeamId().equals(team.getId()))
                .toList();
        long typed =
                owned.stream().filter(key -> key.getSource() == Source.CONSOLE).count();
        if (typed > 0) {
            log.warn("Team {} is gone, and with it {} virtual keys made in the console", team.getName(), typed);
        }
        return retire((Row) team) + all(owned);
    }

    private int all(List<? extends Row> rows) {
        return rows.stream().mapToInt(this::retire).sum();
    }
}

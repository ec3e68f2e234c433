package io.tollgate.console;

import io.tollgate.routing.Redirect;
import io.tollgate.routing.Redirects;
import io.tollgate.routing.RoutingDefault;
import io.tollgate.routing.RoutingDefaults;
import io.tollgate.routing.Strategy;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Writes redirects, and how candidates are chosen by default. */
@Component
class RoutingChanges {

    private final Changes changes;
    private final Redirects redirects;
    private final RoutingDefaults defaults;
    private final Ids ids;
    private final InstantSource clock;

    RoutingChanges(Changes changes, Redirects redirects, RoutingDefaults defaults, Ids ids, InstantSource clock) {
        this.changes = changes;
        this.redirects = redirects;
        this.defaults = defaults;
        this.ids = ids;
        this.clock = clock;
    }

    void choose(Strategy strategy, boolean affinity) {
        changes.make(() -> {
            RoutingDefault row = defaults.findByLiveName(RoutingDefault.NAME)
                    .orElseGet(
                            () -> new RoutingDefault(ids.next(), strategy, affinity, Source.CONSOLE, clock.instant()));
            if (row.isDeclared()) {
                throw new ChangeRefusedException("pages.declared");
            }
            row.choose(strategy, affinity);
            defaults.save(row);
        });
    }

    void add(RedirectForm form) {
        changes.make(() -> redirects.save(
                new Redirect(ids.next(), form.name().strip(), form.target().strip(), Source.CONSOLE, clock.instant())));
    }

    void setDisabled(UUID id, boolean disabled) {
        changes.make(() -> {
            Redirect redirect = Changes.inUse(redirects.findById(id));
            redirect.setDisabled(disabled);
            redirects.save(redirect);
        });
    }

    void retire(UUID id) {
        changes.make(() -> {
            Redirect redirect = Changes.changeable(redirects.findById(id));
            redirect.retire(clock.instant());
            redirects.save(redirect);
        });
    }
}

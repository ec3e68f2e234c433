package io.tollgate.console;

import io.tollgate.account.Role;
import io.tollgate.provider.Providers;
import org.springframework.stereotype.Component;

/** Where somebody starts who wants no page in particular: the overview, or the setup while nothing is set up. */
@Component
class Landing {

    private final Providers providers;

    Landing(Providers providers) {
        this.providers = providers;
    }

    String pathFor(SignedIn who) {
        boolean needsSetup = who.role() == Role.ADMIN
                && providers.findByRetiredAtIsNullOrderByName().isEmpty();
        return needsSetup ? "/setup" : "/";
    }
}

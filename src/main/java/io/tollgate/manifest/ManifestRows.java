package io.tollgate.manifest;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the declared rows of the database what a settings file says, all of it or nothing. */
@Component
class ManifestRows {

    private final TeamRows teams;
    private final ProviderRows providers;
    private final ModelRows models;
    private final ChoosingRows choosing;
    private final KeyRows keys;
    private final UserRows users;
    private final AlertRows alerts;

    ManifestRows(
            TeamRows teams,
            ProviderRows providers,
            ModelRows models,
            ChoosingRows choosing,
            KeyRows keys,
            UserRows users,
            AlertRows alerts) {
        this.teams = teams;
        this.providers = providers;
        this.models = models;
        this.choosing = choosing;
        this.keys = keys;
        this.users = users;
        this.alerts = alerts;
    }

    /**
     * Updates, adds and retires rows.
     *
     * @return how many rows were retired because nothing declares them any more
     * @throws ManifestException when the file and the database cannot go together; nothing is changed then
     */
    @Transactional
    int apply(Manifest manifest) {
        Problems problems = new Problems();
        int retired = teams.apply(manifest.teams(), problems)
                + providers.apply(manifest.providers(), problems)
                + models.apply(manifest.models(), problems)
                + choosing.apply(manifest, problems)
                + keys.apply(manifest.keys(), problems)
                + users.apply(manifest.users(), problems)
                + alerts.apply(manifest.alerts(), problems);
        problems.throwIfAny();
        return retired;
    }
}

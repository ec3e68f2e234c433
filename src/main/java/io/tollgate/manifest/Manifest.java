package io.tollgate.manifest;

import io.tollgate.manifest.Declaration.DeclaredAlerts;
import io.tollgate.manifest.Declaration.DeclaredKey;
import io.tollgate.manifest.Declaration.DeclaredModel;
import io.tollgate.manifest.Declaration.DeclaredProvider;
import io.tollgate.manifest.Declaration.DeclaredRedirect;
import io.tollgate.manifest.Declaration.DeclaredRouting;
import io.tollgate.manifest.Declaration.DeclaredTeam;
import io.tollgate.manifest.Declaration.DeclaredUser;
import java.util.List;

/**
 * All that a settings file declares.
 *
 * @param routing one, or none
 */
record Manifest(
        List<DeclaredProvider> providers,
        List<DeclaredModel> models,
        List<DeclaredRedirect> redirects,
        List<DeclaredRouting> routing,
        List<DeclaredTeam> teams,
        List<DeclaredKey> keys,
        List<DeclaredUser> users,
        DeclaredAlerts alerts) {

    /** Declares nothing. */
    static final Manifest EMPTY = new Manifest(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), DeclaredAlerts.NONE);
}

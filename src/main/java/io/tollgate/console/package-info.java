/** The people's door: the pages of the administration console. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "account",
            "alert",
            "catalog",
            "chat",
            "dialect",
            "limit",
            "manifest",
            "pricing",
            "provider",
            "routing",
            "storage",
            "usage",
            "vault"
        })
package io.tollgate.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

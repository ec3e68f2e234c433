/** Settings files as code: declarations to rows. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "account",
            "alert",
            "catalog",
            "dialect",
            "chat",
            "limit",
            "pricing",
            "provider",
            "routing",
            "storage",
            "vault"
        })
package io.tollgate.manifest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

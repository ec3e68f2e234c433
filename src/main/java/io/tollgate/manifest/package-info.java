/** Settings files as code: declarations to rows. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "account",
            "catalog",
            "dialect",
            "chat",
            "pricing",
            "provider",
            "routing",
            "storage",
            "vault"
        })
package io.tollgate.manifest;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** The programs' door: one exchange, from the request to the last byte. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "catalog",
            "chat",
            "dialect",
            "limit",
            "pricing",
            "provider",
            "routing",
            "storage",
            "usage",
            "vault"
        })
package io.tollgate.proxy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

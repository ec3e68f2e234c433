/** What it cost: the record of every exchange. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "journal",
            "chat",
            "pricing",
            "access",
            "limit",
            "provider",
            "routing",
            "storage",
            "telemetry"
        })
package io.tollgate.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** The one snapshot of keys, models and credentials that an exchange reads. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"access", "chat", "limit", "pricing", "provider", "routing", "vault", "storage"})
package io.tollgate.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** Who may use what. */
@NullMarked
@ApplicationModule(allowedDependencies = {"chat", "limit", "pricing", "provider", "storage", "vault"})
package io.tollgate.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

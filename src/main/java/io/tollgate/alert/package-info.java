/** Telling people when something is wrong: what is watched, and where it is said. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "limit", "provider", "routing", "storage", "usage", "vault"})
package io.tollgate.alert;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

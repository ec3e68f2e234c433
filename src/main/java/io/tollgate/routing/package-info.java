/** Which deployment answers, and which is next when it does not. */
@NullMarked
@ApplicationModule(allowedDependencies = {"chat", "limit", "provider", "pricing", "storage"})
package io.tollgate.routing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

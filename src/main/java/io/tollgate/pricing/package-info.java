/** Money per token. */
@NullMarked
@ApplicationModule(allowedDependencies = {"chat", "storage"})
package io.tollgate.pricing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

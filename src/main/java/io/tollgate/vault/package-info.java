/** Keys, what they encrypt, and whether the gateway is sealed. */
@NullMarked
@ApplicationModule(allowedDependencies = {"storage"})
package io.tollgate.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

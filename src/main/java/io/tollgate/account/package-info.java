/** People: who signs in to the console. */
@NullMarked
@ApplicationModule(allowedDependencies = {"storage"})
package io.tollgate.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

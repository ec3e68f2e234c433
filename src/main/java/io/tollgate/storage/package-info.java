/** The data directory, and the database inside it. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tollgate.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

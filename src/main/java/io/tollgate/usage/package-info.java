/** What it cost: the record of every exchange. */
@NullMarked
@ApplicationModule(allowedDependencies = {"chat", "pricing", "access", "provider", "routing", "storage"})
package io.tollgate.usage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** An append-only file of records that survives a crash. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tollgate.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

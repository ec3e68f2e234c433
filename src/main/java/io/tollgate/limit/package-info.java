/** How much of anything is allowed: rate windows, budgets, and what is reserved of them. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tollgate.limit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

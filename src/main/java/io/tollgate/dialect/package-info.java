/** Wire formats: what clients and providers speak, read strictly and passed on unharmed. */
@NullMarked
@ApplicationModule(allowedDependencies = {"chat", "storage"})
package io.tollgate.dialect;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/** The upstream and its credentials: how it is reached, called, and how it fails. */
@NullMarked
@ApplicationModule(allowedDependencies = {"chat", "dialect", "limit", "storage", "vault"})
package io.tollgate.provider;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

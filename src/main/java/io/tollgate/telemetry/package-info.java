/** What others' tools are told of calls: names that all tools know, and traces. */
@NullMarked
@ApplicationModule(allowedDependencies = {"chat", "provider"})
package io.tollgate.telemetry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

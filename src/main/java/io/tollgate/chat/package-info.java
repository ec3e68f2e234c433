/** The conversation itself: what every wire format speaks of. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tollgate.chat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

package io.tollgate.routing;

import io.tollgate.limit.Denial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** All candidates are at their limits. */
public final class FullException extends Exception {

    private final transient @Nullable Denial soonest;

    FullException(@Nullable Denial soonest) {
        super("All candidates are at their limits", null, false, false);
        this.soonest = soonest;
    }

    /** When the first of them can be asked again; absent when none ever can. */
    public @Nullable Duration retryAfter() {
        return soonest == null ? null : soonest.retryAfter();
    }
}

package io.tollgate.console;

import io.tollgate.routing.Deployment;
import io.tollgate.routing.Model;
import io.tollgate.routing.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model that a provider serves, and how that is going.
 *
 * @param candidates credentials that it may be called with
 * @param available those of them that may be called now
 * @param reason why most of the others are left alone; absent when none is
 * @param until when the first of the others may be called again; absent when nobody knows, or none is left alone
 * @param firstByteMicros mean time to the first byte; absent when it was not called yet
 * @param error the code of what went wrong the last time, also when all is well again
 */
record ServedLine(
        Model model,
        Deployment deployment,
        int candidates,
        int available,
        int inFlight,
        @Nullable Reason reason,
        @Nullable Instant until,
        @Nullable Long firstByteMicros,
        @Nullable String error,
        @Nullable Instant errorAt) {

    /** The light that it is shown with: all, some or none of its credentials may be called. */
    public String light() {
        if (candidates == 0) {
            return "off";
        }
        return available == candidates ? "closed" : available == 0 ? "open" : "partly";
    }
}

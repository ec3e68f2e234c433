package io.tollgate.console;

import io.tollgate.limit.Limit;
import io.tollgate.limit.Scope;
import io.tollgate.routing.Reason;
import io.tollgate.usage.SeatEntry;
import io.tollgate.usage.Trace.Cause;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an exchange went the way it did.
 *
 * @param candidates how many there were
 * @param first the first of them, in the order they were to be tried
 */
record Decision(int candidates, List<SeatEntry> first, List<Left> passedOver) {

    /** How many candidates it does not name. */
    public int unnamed() {
        return Math.max(0, candidates - first.size());
    }

    /**
     * A candidate that was passed over.
     *
     * @param reason why it was left alone; absent when it was not
     * @param scope what the limit is on that it was at; absent when it was at none
     * @param window tokens that it takes, where the request has more
     * @param until when that is over; absent where nobody could say
     */
    record Left(
            SeatEntry seat,
            Cause cause,
            @Nullable Reason reason,
            @Nullable Scope scope,
            @Nullable Limit limit,
            @Nullable Integer window,
            @Nullable Instant until) {}
}

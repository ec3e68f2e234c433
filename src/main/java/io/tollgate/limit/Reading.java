package io.tollgate.limit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was used at one moment.
 *
 * @param minuteRequests admitted in the last minute
 * @param minuteTokens reserved or used in the last minute
 * @param dayRequests admitted today
 * @param running requests under way
 * @param waiting requests in the queue
 * @param spentNano spent in the budget's present period
 * @param reservedNano reserved by requests under way
 * @param refusedNano the budget that did not do for a request in its present period; 0 where it always did
 * @param dayEnds when the day's count begins anew
 * @param budgetEnds when the budget's next period begins; absent without one
 */
public record Reading(
        long minuteRequests,
        long minuteTokens,
        long dayRequests,
        long running,
        int waiting,
        long spentNano,
        long reservedNano,
        long refusedNano,
        Instant dayEnds,
        @Nullable Instant budgetEnds) {

    /** Nothing was used, or nobody counts. */
    public static final Reading NOTHING = new Reading(0, 0, 0, 0, 0, 0, 0, 0, Instant.EPOCH, null);
}

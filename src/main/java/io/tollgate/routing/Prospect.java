package io.tollgate.routing;

import io.tollgate.limit.Denial;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate of a route has to expect at a moment.
 *
 * @param model the name it would answer under
 * @param fallback whether that is another model than was asked for
 * @param priority of its deployment
 * @param weight of its deployment
 * @param denial which limit it is at; absent when it is at none
 * @param restNanos how long it is left alone yet; 0 when it is not, or nobody can say
 */
public record Prospect(
        String model,
        boolean fallback,
        int priority,
        int weight,
        Candidate candidate,
        Condition condition,
        @Nullable Denial denial,
        long restNanos,
        Verdict verdict) {

    /** What would become of it. */
    public enum Verdict {
        /** It would be asked. */
        ASKED,
        /** It would be asked if those before it fail. */
        IN_RESERVE,
        /** It is not in the request's route: others were chosen, and it is looked for only if they are of no use. */
        NOT_CHOSEN,
        /** It would not be asked when its turn comes. */
        PASSED_OVER,
        /** It is passed over at first, and waited for: nobody else is left. */
        WAITED_FOR
    }

    /** Whether it is in the request's route. */
    public boolean isChosen() {
        return verdict != Verdict.NOT_CHOSEN;
    }

    Prospect as(Verdict other) {
        return new Prospect(model, fallback, priority, weight, candidate, condition, denial, restNanos, other);
    }
}

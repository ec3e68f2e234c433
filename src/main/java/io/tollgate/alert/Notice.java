package io.tollgate.alert;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One message: alerts of one rule that begin, last or are over together.
 *
 * @param id the same whenever it is tried again
 */
record Notice(UUID id, Turn turn, Rule rule, List<Alert> alerts, Instant at) {

    /** What a message says about its alerts. */
    enum Turn {
        BEGAN,
        LASTS,
        OVER,
        TEST
    }
}

package io.tollgate.alert;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message at one channel.
 *
 * @param turn what the message said: BEGAN, LASTS, OVER
 * @param subjects the names of what it was about
 * @param detail why it failed; empty where it did not
 * @param endedAt absent while it is tried
 */
public record Delivery(
        UUID id,
        UUID channelId,
        String channelName,
        String turn,
        Rule rule,
        String subjects,
        State state,
        int tries,
        String detail,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /** How far it is. */
    public enum State {
        WAITING,
        SENT,
        FAILED,
        /** The gateway was stopped first. */
        LOST
    }
}

package io.tollgate.alert;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong, and whether it still is.
 *
 * @param key its rule and its subject: one alert of each lasts at a time
 * @param facts what is set into its text
 * @param seenAt when it was found the last time
 * @param saidAt when it was told the last time; absent: nobody was told
 * @param noticeId the message it was told in the last time
 * @param overAt absent while it lasts
 */
public record Alert(
        UUID id,
        String key,
        Rule rule,
        Subject subject,
        List<String> facts,
        Instant beganAt,
        Instant seenAt,
        @Nullable Instant saidAt,
        @Nullable UUID noticeId,
        @Nullable Instant overAt) {

    static Alert begin(UUID id, Finding finding, Instant now) {
        return new Alert(
                id, finding.key(), finding.rule(), finding.subject(), finding.facts(), now, now, null, null, null);
    }

    Alert seen(Finding finding, Instant now) {
        return new Alert(id, key, rule, finding.subject(), finding.facts(), beganAt, now, saidAt, noticeId, null);
    }

    Alert said(UUID notice, Instant now) {
        return new Alert(id, key, rule, subject, facts, beganAt, seenAt, now, notice, overAt);
    }

    Alert over(Instant now) {
        return new Alert(id, key, rule, subject, facts, beganAt, seenAt, saidAt, noticeId, now);
    }
}

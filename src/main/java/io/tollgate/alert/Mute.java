package io.tollgate.alert;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is told of a rule, or of one alert, for a time.
 *
 * @param rule absent where it is one alert
 * @param alertKey absent where it is a rule
 * @param label what it is about, for people
 * @param by the name of the person
 */
public record Mute(UUID id, @Nullable Rule rule, @Nullable String alertKey, String label, Instant until, String by) {

    boolean covers(Alert alert, Instant now) {
        return now.isBefore(until) && (alert.rule() == rule || alert.key().equals(alertKey));
    }
}

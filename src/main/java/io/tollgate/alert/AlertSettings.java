package io.tollgate.alert;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tollgate.alert.*}.
 *
 * @param interval between two looks
 * @param settle how long something must be well before an alert is over
 * @param retries the pauses before a message is tried again
 * @param patience how long an answer to a message is awaited
 * @param keep how long alerts that are over are kept
 * @param consoleUrl where people reach the console, for links in messages
 */
@ConfigurationProperties("tollgate.alert")
record AlertSettings(
        @DefaultValue("15s") Duration interval,
        @DefaultValue("1m") Duration settle,
        @DefaultValue({"5s", "30s", "2m"}) List<Duration> retries,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("90d") Duration keep,
        @Nullable String consoleUrl) {

    /** A page of the console; absent where nobody said how it is reached. */
    @Nullable
    String link(String path) {
        return consoleUrl == null || consoleUrl.isBlank()
                ? null
                : consoleUrl.strip().replaceAll("/+$", "") + path;
    }
}

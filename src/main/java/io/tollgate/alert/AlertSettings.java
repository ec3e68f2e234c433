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

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(100);
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST_KEPT = Duration.ofDays(36_500);

    AlertSettings {
        require(isWithin(interval, SHORTEST_INTERVAL, DAY), "interval", "1ms to 1d");
        require(isWithin(settle, Duration.ZERO, DAY), "settle", "0s to 1d");
        require(retries.stream().allMatch(AlertSettings::isPause), "retries", "0s to 1h");
        require(isWithin(patience, SHORTEST_PATIENCE, LONGEST_PATIENCE), "patience", "100ms to 10m");
        require(isWithin(keep, Duration.ZERO, LONGEST_KEPT), "keep", "0d to 36500d");
    }

    private static boolean isPause(Duration value) {
        return isWithin(value, Duration.ZERO, LONGEST_PAUSE);
    }

    private static boolean isWithin(Duration value, Duration shortest, Duration longest) {
        return value.compareTo(shortest) >= 0 && value.compareTo(longest) <= 0;
    }

    private static void require(boolean good, String name, String range) {
        if (!good) {
            throw new IllegalArgumentException("tollgate.alert." + name + " has to be a time from " + range);
        }
    }

    /** A page of the console; absent where nobody said how it is reached. */
    @Nullable
    String link(String path) {
        return consoleUrl == null || consoleUrl.isBlank()
                ? null
                : consoleUrl.strip().replaceAll("/+$", "") + path;
    }
}

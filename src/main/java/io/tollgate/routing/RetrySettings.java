package io.tollgate.routing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;

/**
 * {@code tollgate.routing.retry.*}.
 *
 * @param most further calls to one deployment for one request, 0 to 20
 * @param delay how long to wait before the first of them, twice as long before each next; a bare number is in seconds
 * @param longestWait most that a request waits for one candidate; what takes longer is told to the client
 * @param percent how many further calls a hundred requests allow, beside a few a second, 0 to 100
 * @param deadline how long after its arrival at the providers' door a request may still begin a call
 */
@ConfigurationProperties("tollgate.routing.retry")
record RetrySettings(
        @DefaultValue("3") int most,
        @DefaultValue("1s") String delay,
        @DefaultValue("5s") Duration longestWait,
        @DefaultValue("20") int percent,
        @DefaultValue("2m") Duration deadline) {

    private static final int MOST = 20;
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(30);

    RetrySettings {
        require(most >= 0 && most <= MOST, "most", "a number from 0 to " + MOST);
        require(percent >= 0 && percent <= 100, "percent", "a number from 0 to 100");
        requireWithin(parsed(delay), LONGEST_DELAY, "delay");
        requireWithin(longestWait, LONGEST_WAIT, "longest-wait");
        requireWithin(deadline, LONGEST_DEADLINE, "deadline");
    }

    /** In nanoseconds. */
    long delayNanos() {
        return parsed(delay).toNanos();
    }

    private static Duration parsed(String text) {
        return text.matches("\\d{1,6}(\\.\\d{1,9})?")
                ? Duration.ofNanos((long) (Double.parseDouble(text) * 1e9))
                : DurationStyle.detectAndParse(text);
    }

    private static void requireWithin(Duration value, Duration longest, String name) {
        require(
                !value.isNegative() && value.compareTo(longest) <= 0,
                name,
                "a time from 0s to " + longest.toSeconds() + "s");
    }

    private static void require(boolean good, String name, String what) {
        if (!good) {
            throw new IllegalArgumentException("tollgate.routing.retry." + name + " has to be " + what);
        }
    }
}

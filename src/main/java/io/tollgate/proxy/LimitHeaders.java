package io.tollgate.proxy;

import io.tollgate.access.Refusal;
import io.tollgate.limit.Quota;
import io.tollgate.limit.Standing;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is left of a caller's limits, in the headers OpenAI's clients read. */
final class LimitHeaders {

    private LimitHeaders() {}

    /** Says what is left, if anything is limited. */
    static void put(HttpServletResponse response, Quota quota) {
        if (!quota.isNone()) {
            put(response, "requests", quota.requests());
            put(response, "tokens", quota.tokens());
        }
    }

    /** Says what is left after a refusal, and whether it is any use to ask again. */
    static void put(HttpServletResponse response, Refusal refusal) {
        if (refusal instanceof Refusal.LimitReached reached) {
            put(response, reached.quota());
            if (reached.denial().isSpent() || reached.denial().retryAfter() == null) {
                response.setHeader("x-should-retry", "false");
            }
        }
    }

    /** Says when to ask again: in whole seconds, and more exactly. */
    static void retryAfter(HttpServletResponse response, Duration wait) {
        long millis = wait.plusNanos(999_999).toMillis();
        response.setHeader("Retry-After", Long.toString(Math.max(1, (millis + 999) / 1000)));
        response.setHeader("retry-after-ms", Long.toString(Math.max(1, millis)));
    }

    private static void put(HttpServletResponse response, String what, @Nullable Standing standing) {
        if (standing != null) {
            response.setHeader("x-ratelimit-limit-" + what, Long.toString(standing.limit()));
            response.setHeader("x-ratelimit-remaining-" + what, Long.toString(standing.remaining()));
            response.setHeader("x-ratelimit-reset-" + what, text(standing.reset()));
        }
    }

    /** A stretch of time as OpenAI writes it: {@code 6m0s}, {@code 1s}, {@code 1.5s}, {@code 120ms}. */
    static String text(Duration time) {
        long millis = time.plusNanos(999_999).toMillis();
        if (millis < 1000) {
            return millis + "ms";
        }
        long hours = millis / 3_600_000;
        long minutes = millis / 60_000 % 60;
        String seconds = seconds(millis % 60_000);
        return (hours > 0 ? hours + "h" : "") + (hours > 0 || minutes > 0 ? minutes + "m" : "") + seconds + "s";
    }

    private static String seconds(long millis) {
        return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
    }
}

package io.tollgate.console;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How counts, times and shares are written on the pages. */
@Component("show")
class Show {

    private static final String ABSENT = "–";
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** {@code 1,234,567}. */
    public String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A count for a glance: {@code 1.2 M}. */
    public String brief(long count) {
        if (count < 100_000) {
            return count(count);
        }
        return count < 1_000_000
                ? String.format(Locale.ROOT, "%,d k", count / 1_000)
                : String.format(Locale.ROOT, "%,.1f M", count / 1_000_000.0);
    }

    /** {@code 0.8 ms}, {@code 123 ms}, {@code 1.23 s}. */
    public String micros(@Nullable Long micros) {
        if (micros == null) {
            return ABSENT;
        }
        if (micros < 10_000) {
            return String.format(Locale.ROOT, "%.1f ms", micros / 1_000.0);
        }
        return micros < 1_000_000
                ? String.format(Locale.ROOT, "%d ms", micros / 1_000)
                : String.format(Locale.ROOT, "%.2f s", micros / 1_000_000.0);
    }

    /** A part of a whole, from 0 to 1, as {@code 1.25 %}. */
    public String share(double part) {
        double percent = part * 100;
        return String.format(Locale.ROOT, percent == 0 || percent >= 10 ? "%.0f %%" : "%.2f %%", percent);
    }

    /** Without a script in the browser, which shows its own zone, times are in UTC. */
    public String time(Instant instant) {
        return SECONDS.format(instant);
    }

    /** How long an answer took to begin, in words a stylesheet knows: quick, slow, or very slow. */
    public String pace(@Nullable Long firstByteMicros) {
        if (firstByteMicros == null) {
            return "none";
        }
        return firstByteMicros < 2_000_000 ? "quick" : firstByteMicros < 10_000_000 ? "slow" : "crawling";
    }
}

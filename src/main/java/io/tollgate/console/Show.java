package io.tollgate.console;

import io.tollgate.provider.Capability;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How counts, times and shares are written on the pages. */
@Component("show")
class Show {

    private static final String ABSENT = "–";
    private static final Set<Capability> USUAL =
            EnumSet.of(Capability.CHAT, Capability.COMPLETION, Capability.STREAMING);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

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

    /** The day of a moment in UTC: {@code 2026-11-20}. */
    public String day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    /** A moment to the minute, in a zone: {@code 2026-11-20 08:00}. */
    public String minute(Instant instant, ZoneId zone) {
        return MINUTES.format(instant.atZone(zone));
    }

    /** A number of tokens for a glance: {@code 131 K}, {@code 1 M}, {@code 1.05 M}. */
    public String tokens(int tokens) {
        if (tokens < 1_000) {
            return count(tokens);
        }
        BigDecimal brief = tokens < 1_000_000
                ? BigDecimal.valueOf(tokens).movePointLeft(3).setScale(0, RoundingMode.HALF_UP)
                : BigDecimal.valueOf(tokens).movePointLeft(6).setScale(2, RoundingMode.HALF_UP);
        return brief.stripTrailingZeros().toPlainString() + (tokens < 1_000_000 ? " K" : " M");
    }

    /** What is worth a mark in a list: nearly every model chats, and streams its answers. */
    public List<Capability> notable(Collection<Capability> capabilities) {
        return capabilities.stream()
                .filter(capability -> !USUAL.contains(capability))
                .toList();
    }

    /** How long an answer took to begin, in words a stylesheet knows: quick, slow, or very slow. */
    public String pace(@Nullable Long firstByteMicros) {
        if (firstByteMicros == null) {
            return "none";
        }
        return firstByteMicros < 2_000_000 ? "quick" : firstByteMicros < 10_000_000 ? "slow" : "crawling";
    }
}

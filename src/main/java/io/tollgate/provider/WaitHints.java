package io.tollgate.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads in a provider's headers when it wants to be asked again. What makes no sense is taken for nothing said. */
final class WaitHints {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,13}(\\.\\d{1,9})?");
    private static final Pattern STRETCH = Pattern.compile(
            "(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9}(?:\\.\\d+)?)ms)?");
    private static final double EPOCH_SECONDS = 1e9;
    private static final double EPOCH_MILLIS = 1e12;
    private static final List<Limit> LIMITS = List.of(
            Limit.openAi("requests"),
            Limit.openAi("tokens"),
            Limit.anthropic("requests"),
            Limit.anthropic("tokens"),
            Limit.anthropic("input-tokens"),
            Limit.anthropic("output-tokens"));

    private final InstantSource clock;

    WaitHints(InstantSource clock) {
        this.clock = clock;
    }

    /** The names of the headers that tell what is left of a limit, and when it begins anew. */
    private record Limit(String remaining, String reset) {

        static Limit openAi(String of) {
            return new Limit("x-ratelimit-remaining-" + of, "x-ratelimit-reset-" + of);
        }

        static Limit anthropic(String of) {
            return new Limit("anthropic-ratelimit-" + of + "-remaining", "anthropic-ratelimit-" + of + "-reset");
        }
    }

    /**
     * After a refusal: what it says itself, else when the limit that is used up begins anew.
     *
     * @param limited whether it is because of a limit: then one of them begins anew, even if none is said to be used up
     */
    @Nullable
    Duration afterRefusal(Function<String, @Nullable String> headers, boolean limited) {
        Duration said = sane(millis(headers.apply("retry-after-ms")));
        if (said == null) {
            said = sane(retryAfter(headers.apply("Retry-After")));
        }
        if (said == null) {
            said = sane(afterAnswer(headers));
        }
        return said == null && limited ? soonestReset(headers) : said;
    }

    /** After an answer: how long nothing is left of one of the limits; zero when it says that something is left. */
    @Nullable
    Duration afterAnswer(Function<String, @Nullable String> headers) {
        Duration longest = null;
        boolean told = false;
        boolean left = true;
        for (Limit limit : LIMITS) {
            String remaining = headers.apply(limit.remaining);
            told |= remaining != null;
            if (isZero(remaining)) {
                left = false;
                Duration wait = sane(reset(headers.apply(limit.reset)));
                longest = longest == null || wait != null && wait.compareTo(longest) > 0 ? wait : longest;
            }
        }
        return told && left ? Duration.ZERO : longest;
    }

    private static boolean isZero(@Nullable String remaining) {
        return remaining != null && remaining.strip().equals("0");
    }

    private @Nullable Duration soonestReset(Function<String, @Nullable String> headers) {
        Duration soonest = sane(reset(headers.apply("x-ratelimit-reset")));
        soonest = soonest == null ? sane(reset(headers.apply("ratelimit-reset"))) : soonest;
        for (Limit limit : LIMITS) {
            Duration wait = sane(reset(headers.apply(limit.reset)));
            soonest = soonest == null || wait != null && wait.compareTo(soonest) < 0 ? wait : soonest;
        }
        return soonest;
    }

    private static @Nullable Duration sane(@Nullable Duration wait) {
        return wait == null || !wait.isPositive() || wait.compareTo(LONGEST) > 0 ? null : wait;
    }

    private static @Nullable Duration millis(@Nullable String text) {
        return text == null || !NUMBER.matcher(text.strip()).matches() ? null : seconds(text.strip(), 1e6);
    }

    /** In seconds, or as a date. */
    private @Nullable Duration retryAfter(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String stripped = text.strip();
        return NUMBER.matcher(stripped).matches() ? seconds(stripped, 1e9) : untilDate(stripped);
    }

    /** In seconds, as a stretch such as {@code 6m0s}, as a moment, or as a moment in seconds or milliseconds. */
    private @Nullable Duration reset(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String stripped = text.strip();
        if (NUMBER.matcher(stripped).matches()) {
            double number = Double.parseDouble(stripped);
            return number < EPOCH_SECONDS
                    ? seconds(stripped, 1e9)
                    : Duration.between(clock.instant(), Instant.ofEpochMilli((long)
                            (number < EPOCH_MILLIS ? number * 1000 : number)));
        }
        Duration stretch = stretch(stripped);
        return stretch == null ? untilInstant(stripped) : stretch;
    }

    /** A stretch of time as Go and OpenAI write it; absent when it is none. */
    static @Nullable Duration stretch(String text) {
        Matcher parts = STRETCH.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return null;
        }
        double seconds = part(parts, 1) * 3600 + part(parts, 2) * 60 + part(parts, 3) + part(parts, 4) / 1000;
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static double part(Matcher parts, int group) {
        String part = parts.group(group);
        return part == null ? 0 : Double.parseDouble(part);
    }

    private static Duration seconds(String number, double nanos) {
        return Duration.ofNanos((long) Math.min(Long.MAX_VALUE, Double.parseDouble(number) * nanos));
    }

    private @Nullable Duration untilDate(String date) {
        try {
            Instant at = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(clock.instant(), at);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable Duration untilInstant(String moment) {
        try {
            return Duration.between(
                    clock.instant(), DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(moment, Instant::from));
        } catch (DateTimeException e) {
            return null;
        }
    }
}

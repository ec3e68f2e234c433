package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitHintsTests {

    private final WaitHints hints = new WaitHints(InstantSource.fixed(Instant.parse("2030-01-01T00:00:00Z")));

    /** Headers as lines of {@code name: value}, separated by semicolons. */
    private static Function<String, @Nullable String> headers(String lines) {
        Map<String, String> byName = Arrays.stream(lines.split(";"))
                .map(line -> line.split(":", 2))
                .collect(Collectors.toMap(line -> line[0].strip().toLowerCase(Locale.ROOT), line -> line[1].strip()));
        return name -> byName.get(name.toLowerCase(Locale.ROOT));
    }

    private static @Nullable Duration millis(@Nullable Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After: 7 | 7000",
                "Retry-After: 1.5 | 1500",
                "Retry-After: Tue, 01 Jan 2030 00:00:10 GMT | 10000",
                "Retry-After: 9; retry-after-ms: 250 | 250",
                "Retry-After: 86400 | ",
                "Retry-After: -3 | ",
                "Retry-After: 0 | ",
                "Retry-After: soon | ",
                "Retry-After: soon; x-ratelimit-reset-requests: 2s | 2000",
                "x-ratelimit-reset-requests: 6m0s; x-ratelimit-reset-tokens: 120ms | 120",
                "x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 6m0s; x-ratelimit-reset-tokens: 1s | 360000",
                "x-ratelimit-reset-tokens: 1m7.66s | 67660",
                "x-ratelimit-reset: 1893456030 | 30000",
                "x-ratelimit-reset: 1893456030000 | 30000",
                "anthropic-ratelimit-tokens-reset: 2030-01-01T00:00:20Z | 20000",
                "anthropic-ratelimit-tokens-reset: 2029-12-31T23:00:00Z | ",
                "x-other: 1 | "
            })
    void findsWhenToComeAgain(String lines, @Nullable Long millis) {
        assertThat(hints.afterRefusal(headers(lines), true)).isEqualTo(millis(millis));
    }

    @Test
    void onlyALimitBeginsAnewWhereNoneIsUsedUp() {
        assertThat(hints.afterRefusal(headers("x-ratelimit-reset-requests: 30s"), false))
                .isNull();
        assertThat(hints.afterRefusal(headers("x-ratelimit-reset-requests: 30s; Retry-After: 2"), false))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-ratelimit-remaining-requests: 0; x-ratelimit-reset-requests: 12s | 12000",
                "x-ratelimit-remaining-requests: 1; x-ratelimit-reset-requests: 12s | 0",
                "x-ratelimit-remaining-tokens: 0; x-ratelimit-reset-tokens: junk | ",
                "anthropic-ratelimit-requests-remaining: 0; anthropic-ratelimit-requests-reset: 2030-01-01T00:01:00Z | 60000",
                "anthropic-ratelimit-output-tokens-remaining: 0; anthropic-ratelimit-output-tokens-reset: 2030-01-01T00:00:05Z | 5000",
                "x-other: 0 | "
            })
    void findsThatNothingIsLeft(String lines, @Nullable Long millis) {
        assertThat(hints.afterAnswer(headers(lines))).isEqualTo(millis(millis));
    }

    @Test
    void readsStretchesOfTime() {
        assertThat(WaitHints.stretch("1h2m3.5s")).isEqualTo(Duration.ofMillis(3_723_500));
        assertThat(WaitHints.stretch("34.07s")).isEqualTo(Duration.ofMillis(34_070));
        assertThat(WaitHints.stretch("")).isNull();
        assertThat(WaitHints.stretch("s")).isNull();
        assertThat(WaitHints.stretch("-1s")).isNull();
    }
}

package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.usage.FailureRates.Share;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures of the last minutes. */
class FailureRatesTests {

    private static final UUID PROVIDER = new UUID(1, 2);

    private final FailureRates rates = new FailureRates();

    private static UsageRecord row(Instant ended, String model, Outcome outcome, int status) {
        return new UsageRecord(
                UUID.randomUUID(),
                ended.minusSeconds(3),
                "r",
                null,
                null,
                "chat",
                model,
                PROVIDER,
                null,
                null,
                status,
                outcome,
                null,
                false,
                1,
                Usage.NONE,
                0L,
                null,
                3_000_000,
                null,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, 200, 0",
        "CLIENT_CANCELLED, 499, 0",
        "UPSTREAM_REJECTED, 400, 0",
        "UPSTREAM_REJECTED, 429, 1",
        "UPSTREAM_ERROR, 502, 1",
        "UPSTREAM_TIMEOUT, 504, 1",
        "TRUNCATED, 200, 1",
        "INTERRUPTED, 500, 1"
    })
    void whatTheCallerDidWrongIsNoFailure(Outcome outcome, int status, long failed) {
        rates.add(row(NOON, "m", outcome, status));

        assertThat(rates.since(NOON, NOON)).containsExactly(new Share("m", PROVIDER, 1, failed));
    }

    @Test
    void onlyWhatEndedLatelyCounts() {
        for (int minute = 0; minute < 20; minute++) {
            rates.add(row(NOON.plus(Duration.ofMinutes(minute)), "m", Outcome.TRUNCATED, 200));
        }
        Instant now = NOON.plus(Duration.ofMinutes(19));

        assertThat(rates.since(now.minus(Duration.ofMinutes(4)), now))
                .hasSize(5)
                .allSatisfy(share -> assertThat(share).isEqualTo(new Share("m", PROVIDER, 1, 1)));
        assertThat(rates.since(NOON, now)).hasSize(11);
    }

    @Test
    void asMuchIsKeptAsIsAskedFor() {
        rates.since(NOON.minus(Duration.ofDays(1)), NOON);
        rates.add(row(NOON.minus(Duration.ofDays(1)), "m", Outcome.TRUNCATED, 200));
        rates.add(row(NOON, "m", Outcome.TRUNCATED, 200));

        assertThat(rates.since(NOON.minus(Duration.ofDays(1)), NOON)).hasSize(2);
    }

    @Test
    void namesWithoutEndAreCountedTogether() {
        for (int i = 0; i < 2_000; i++) {
            rates.add(row(NOON, "model-" + i, Outcome.TRUNCATED, 200));
        }

        assertThat(rates.since(NOON, NOON)).hasSize(501).contains(new Share("other", PROVIDER, 1_500, 1_500));
    }
}

package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.provider.Capability;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShowTests {

    private final Show show = new Show();

    @Test
    void writesCounts() {
        assertThat(show.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(show.brief(99_999)).isEqualTo("99,999");
        assertThat(show.brief(123_456)).isEqualTo("123 k");
        assertThat(show.brief(1_260_000)).isEqualTo("1.3 M");
    }

    @Test
    void writesDurations() {
        assertThat(show.micros(null)).isEqualTo("–");
        assertThat(show.micros(850L)).isEqualTo("0.9 ms");
        assertThat(show.micros(123_400L)).isEqualTo("123 ms");
        assertThat(show.micros(2_345_000L)).isEqualTo("2.35 s");
    }

    @Test
    void writesShares() {
        assertThat(show.share(0)).isEqualTo("0 %");
        assertThat(show.share(0.0125)).isEqualTo("1.25 %");
        assertThat(show.share(0.25)).isEqualTo("25 %");
    }

    @Test
    void writesTimesInUtc() {
        assertThat(show.time(Instant.parse("2026-11-20T23:59:59.9Z"))).isEqualTo("2026-11-20 23:59:59 UTC");
    }

    @Test
    void tellsQuickFromSlow() {
        assertThat(show.pace(null)).isEqualTo("none");
        assertThat(show.pace(900_000L)).isEqualTo("quick");
        assertThat(show.pace(3_000_000L)).isEqualTo("slow");
        assertThat(show.pace(30_000_000L)).isEqualTo("crawling");
    }

    @Test
    void writesTokensForAGlance() {
        assertThat(show.tokens(512)).isEqualTo("512");
        assertThat(show.tokens(131_072)).isEqualTo("131 K");
        assertThat(show.tokens(1_000_000)).isEqualTo("1 M");
        assertThat(show.tokens(1_050_000)).isEqualTo("1.05 M");
    }

    @Test
    void marksWhatIsNotUsualOnly() {
        assertThat(show.notable(Set.of(Capability.CHAT, Capability.STREAMING, Capability.VISION)))
                .containsExactly(Capability.VISION);
    }
}

package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletResponse;

class LimitHeadersTests {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0ms",
        "PT0.12S, 120ms",
        "PT0.0000001S, 1ms",
        "PT1S, 1s",
        "PT6M, 6m0s",
        "PT59.5S, 59.5s",
        "PT1M1.25S, 1m1.25s",
        "PT25H, 25h0m0s"
    })
    void writesTimesAsOpenAiDoes(Duration time, String text) {
        assertThat(LimitHeaders.text(time)).isEqualTo(text);
    }

    @Test
    void roundsUp() {
        MockHttpServletResponse response = new MockHttpServletResponse();
        LimitHeaders.retryAfter(response, Duration.ofNanos(1_000_000_001L));
        assertThat(response.getHeader("Retry-After")).isEqualTo("2");
        assertThat(response.getHeader("retry-after-ms")).isEqualTo("1001");
        LimitHeaders.retryAfter(response, Duration.ZERO);
        assertThat(response.getHeader("Retry-After")).isEqualTo("1");
    }
}

package io.tollgate.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitSettingsTests {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.0000000009", "9223372037", "1e30"})
    void reservesAnAmountThatCanBeCounted(String cap) {
        assertThatThrownBy(() -> settings(cap)).hasMessageContaining("tollgate.limit.reserve-cap is");
    }

    @Test
    void countsTheCapInNanoDollars() {
        assertThat(settings("0.000000001").reserveCapNano()).isEqualTo(1);
        assertThat(settings("9223372036").reserveCapNano()).isEqualTo(9_223_372_036_000_000_000L);
    }

    private static LimitSettings settings(String cap) {
        return new LimitSettings(null, new BigDecimal(cap), Duration.ofSeconds(30));
    }
}

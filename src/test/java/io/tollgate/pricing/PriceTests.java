package io.tollgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.Usage;
import io.tollgate.chat.Usage.Source;
import io.tollgate.chat.Usage.Unit;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTests {

    private static BigDecimal dollars(String text) {
        return text == null ? null : new BigDecimal(text);
    }

    private static Price price(String input, String cached, String output) {
        return Price.ofDollars(dollars(input), dollars(cached), dollars(output), null);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 150",
        "1000000, 0, 0, 150000000",
        "1000, 400, 10, 126000",
        "0, 0, 7, 4200",
        "0, 0, 0, 0",
        "1000000000, 0, 1000000000, 750000000000"
    })
    void chargesFreshAndCachedAndWrittenTokens(long input, long cached, long output, long nano) {
        assertThat(price("0.15", "0.075", "0.60").cost(Usage.ofTokens(input, cached, output, 0)))
                .isEqualTo(nano);
    }

    @Test
    void roundsOnceAndHalfUp() {
        assertThat(price("0.0005", null, "0.0005").cost(Usage.ofTokens(1, 0, 0, 0)))
                .isEqualTo(1);
        assertThat(price("0.0004", null, "0.0001").cost(Usage.ofTokens(1, 0, 1, 0)))
                .isEqualTo(1);
        assertThat(price("0.0004", null, null).cost(Usage.ofTokens(1, 0, 0, 0))).isZero();
    }

    @Test
    void chargesCachedTokensLikeOthersWithoutAPriceOfTheirOwn() {
        assertThat(price("1", null, "1").cost(Usage.ofTokens(10, 4, 0, 0))).isEqualTo(10_000);
        assertThat(price("1", "0", "1").cost(Usage.ofTokens(10, 4, 0, 0))).isEqualTo(6_000);
    }

    @Test
    void namesNoCostForWhatHasNoPrice() {
        assertThat(price("1", null, null).cost(Usage.ofTokens(10, 0, 1, 0))).isNull();
        assertThat(price("1", null, null).cost(Usage.ofTokens(10, 0, 0, 0))).isEqualTo(10_000);
        assertThat(Price.NONE.cost(Usage.ofTokens(1, 0, 0, 0))).isNull();
        assertThat(Price.NONE.cost(Usage.NONE)).isZero();
        assertThat(price("1", "1", "1").cost(Usage.ofUnits(1, Unit.IMAGE, Source.PROVIDER)))
                .isNull();
    }

    @Test
    void chargesUnits() {
        Price price = Price.ofDollars(null, null, null, new BigDecimal("0.000015"));

        assertThat(price.cost(Usage.ofUnits(6, Unit.CHARACTER, Source.PROVIDER)))
                .isEqualTo(90_000);
    }

    @Test
    void neverOverflowsInSilence() {
        Price price = new Price(Long.MAX_VALUE, null, Long.MAX_VALUE, null);

        assertThat(price.cost(Usage.ofTokens(1, 0, 0, 0))).isEqualTo(9_223_372_036_855L);
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> price.cost(Usage.ofTokens(1_000_000_000, 0, 1_000_000_000, 0)));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> price("0.0000000001", null, null));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> price("99999999999", null, null));
    }
}

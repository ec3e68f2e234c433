package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTests {

    private final Money money = new Money();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | $0.00 | $0.00",
                "1 | $0.000000001 | $0.000000001",
                "123000 | $0.000123 | $0.000123",
                "123456789 | $0.123456789 | $0.123",
                "10000000 | $0.01 | $0.01",
                "12500000000 | $12.50 | $12.50",
                "1234567890123 | $1234.567890123 | $1234.57",
                "-1500000 | -$0.0015 | -$0.0015",
                "9223372036854775807 | $9223372036.854775807 | $9223372036.85"
            })
    void writesNanoDollars(long nano, String exact, String brief) {
        assertThat(money.exact(nano)).isEqualTo(exact);
        assertThat(money.brief(nano)).isEqualTo(brief);
    }

    @Test
    void writesDollarsWithoutAnExponent() {
        assertThat(Money.dollars(new BigDecimal("1E+3"))).isEqualTo("$1000.00");
        assertThat(Money.dollars(new BigDecimal("1E-12"))).isEqualTo("$0.000000000001");
    }
}

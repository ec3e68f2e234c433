package io.tollgate.console;

import io.tollgate.pricing.Price;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A price as it is typed: US dollars.
 *
 * @param input per million input tokens
 * @param cachedInput per million input tokens read from a cache
 * @param output per million output tokens
 * @param unit per image, second or character
 */
record PriceForm(
        @Nullable @DecimalMin("0") @Digits(integer = 6, fraction = 9)
        BigDecimal input,

        @Nullable @DecimalMin("0") @Digits(integer = 6, fraction = 9)
        BigDecimal cachedInput,

        @Nullable @DecimalMin("0") @Digits(integer = 6, fraction = 9)
        BigDecimal output,

        @Nullable @DecimalMin("0") @Digits(integer = 3, fraction = 15)
        BigDecimal unit) {

    static final PriceForm EMPTY = new PriceForm(null, null, null, null);

    private static final int MILLION_DIGITS = 6;

    static PriceForm of(Price price) {
        BigDecimal perMillion = Price.dollars(price.unit());
        return new PriceForm(
                plain(Price.dollars(price.input())),
                plain(Price.dollars(price.cachedInput())),
                plain(Price.dollars(price.output())),
                perMillion == null ? null : plain(perMillion.movePointLeft(MILLION_DIGITS)));
    }

    /** Without an exponent, as people write it. */
    private static @Nullable BigDecimal plain(@Nullable BigDecimal amount) {
        return amount == null
                ? null
                : new BigDecimal(amount.stripTrailingZeros().toPlainString());
    }

    Price price() {
        return Price.ofDollars(input, cachedInput, output, unit);
    }
}

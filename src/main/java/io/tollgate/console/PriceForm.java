package io.tollgate.console;

import io.tollgate.pricing.Price;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A price as it is typed: US dollars, digit by digit.
 *
 * @param input per million input tokens
 * @param cachedInput per million input tokens read from a cache
 * @param output per million output tokens
 * @param unit per image, second or character
 */
record PriceForm(
        @Nullable @DecimalMin(value = "0", message = INVALID) @Digits(integer = 6, fraction = 9, message = INVALID)
        String input,

        @Nullable @DecimalMin(value = "0", message = INVALID) @Digits(integer = 6, fraction = 9, message = INVALID)
        String cachedInput,

        @Nullable @DecimalMin(value = "0", message = INVALID) @Digits(integer = 6, fraction = 9, message = INVALID)
        String output,

        @Nullable @DecimalMin(value = "0", message = INVALID) @Digits(integer = 3, fraction = 15, message = INVALID)
        String unit) {

    static final PriceForm EMPTY = new PriceForm(null, null, null, null);

    private static final String INVALID = "{models.price.invalid}";
    private static final int MILLION_DIGITS = 6;

    PriceForm {
        input = ProviderForm.text(input);
        cachedInput = ProviderForm.text(cachedInput);
        output = ProviderForm.text(output);
        unit = ProviderForm.text(unit);
    }

    static PriceForm of(Price price) {
        BigDecimal perMillion = Price.dollars(price.unit());
        return new PriceForm(
                plain(Price.dollars(price.input())),
                plain(Price.dollars(price.cachedInput())),
                plain(Price.dollars(price.output())),
                plain(perMillion == null ? null : perMillion.movePointLeft(MILLION_DIGITS)));
    }

    /** Without an exponent, as people write it. */
    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros().toPlainString();
    }

    Price price() {
        return Price.ofDollars(amount(input), amount(cachedInput), amount(output), amount(unit));
    }

    static @Nullable BigDecimal amount(@Nullable String typed) {
        return typed == null ? null : new BigDecimal(typed);
    }
}

package io.tollgate.console;

import io.tollgate.pricing.Part;
import io.tollgate.pricing.Rates;
import jakarta.validation.constraints.Pattern;
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
        @Nullable @Pattern(regexp = PER_MILLION, message = INVALID)
        String input,

        @Nullable @Pattern(regexp = PER_MILLION, message = INVALID)
        String cachedInput,

        @Nullable @Pattern(regexp = PER_MILLION, message = INVALID)
        String output,

        @Nullable @Pattern(regexp = "[0-9]{1,3}(\\.[0-9]{0,15})?|\\.[0-9]{1,15}", message = INVALID)
        String unit) {

    static final PriceForm EMPTY = new PriceForm(null, null, null, null);

    private static final String PER_MILLION = "[0-9]{1,6}(\\.[0-9]{0,9})?|\\.[0-9]{1,9}";
    private static final String INVALID = "{models.price.invalid}";

    PriceForm {
        input = ProviderForm.text(input);
        cachedInput = ProviderForm.text(cachedInput);
        output = ProviderForm.text(output);
        unit = ProviderForm.text(unit);
    }

    static PriceForm of(Rates rates) {
        return new PriceForm(
                written(rates, Part.INPUT),
                written(rates, Part.CACHED_INPUT),
                written(rates, Part.OUTPUT),
                written(rates, Part.UNIT));
    }

    /** Without an exponent, as people write it. */
    static @Nullable String written(Rates rates, Part part) {
        BigDecimal amount = rates.written(part);
        return amount == null ? null : amount.toPlainString();
    }

    /** What was typed, and what else there was before. */
    Rates changed(Rates before) {
        return before.with(Part.INPUT, amount(input))
                .with(Part.CACHED_INPUT, amount(cachedInput))
                .with(Part.OUTPUT, amount(output))
                .with(Part.UNIT, amount(unit));
    }

    static @Nullable BigDecimal amount(@Nullable String typed) {
        return typed == null ? null : new BigDecimal(typed);
    }
}

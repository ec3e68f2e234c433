package io.tollgate.pricing;

import io.tollgate.chat.Usage;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Money per million tokens, in nano-dollars: 0.15 US dollars per million tokens is 150,000,000. A part that is absent
 * is not priced.
 *
 * @param input per million input tokens that were not read from a cache
 * @param cachedInput per million input tokens read from a cache; absent: charged like {@code input}
 * @param output per million output tokens, reasoning included
 * @param unit per million images, seconds or characters, where an operation is billed in those
 */
@Embeddable
public record Price(
        @Column(name = "price_input") @Nullable Long input,
        @Column(name = "price_cached_input") @Nullable Long cachedInput,
        @Column(name = "price_output") @Nullable Long output,
        @Column(name = "price_unit") @Nullable Long unit) {

    private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000L);

    /** A price that says nothing. */
    public static final Price NONE = new Price(null, null, null, null);

    /**
     * Reads a price as people write it.
     *
     * @param input US dollars per million tokens
     * @param unit US dollars per image, second or character
     * @throws ArithmeticException when a price is finer than a nano-dollar per million tokens, or too large
     */
    public static Price ofDollars(
            @Nullable BigDecimal input,
            @Nullable BigDecimal cachedInput,
            @Nullable BigDecimal output,
            @Nullable BigDecimal unit) {
        return new Price(
                nano(input), nano(cachedInput), nano(output), unit == null ? null : nano(unit.multiply(MILLION)));
    }

    private static @Nullable Long nano(@Nullable BigDecimal dollars) {
        return dollars == null ? null : dollars.multiply(NANO).longValueExact();
    }

    /** US dollars per million tokens (or units), as people write it. */
    public static @Nullable BigDecimal dollars(@Nullable Long nano) {
        return nano == null ? null : BigDecimal.valueOf(nano).divide(NANO).stripTrailingZeros();
    }

    /** Whether no part is priced. */
    public boolean isEmpty() {
        return input == null && cachedInput == null && output == null && unit == null;
    }

    /**
     * What the usage costs in nano-dollars, computed exactly and rounded once, half up; absent when a part of the usage
     * has no price.
     */
    public @Nullable Long cost(Usage usage) {
        long fresh = usage.inputTokens() - usage.cachedTokens();
        Long cachedRate = cachedInput == null ? input : cachedInput;
        if (unpriced(fresh, input)
                || unpriced(usage.cachedTokens(), cachedRate)
                || unpriced(usage.outputTokens(), output)
                || unpriced(usage.units(), unit)) {
            return null;
        }
        BigInteger total = product(fresh, input)
                .add(product(usage.cachedTokens(), cachedRate))
                .add(product(usage.outputTokens(), output))
                .add(product(usage.units(), unit));
        return new BigDecimal(total).divide(MILLION, 0, RoundingMode.HALF_UP).longValueExact();
    }

    private static boolean unpriced(long count, @Nullable Long rate) {
        return count != 0 && rate == null;
    }

    private static BigInteger product(long count, @Nullable Long rate) {
        return rate == null ? BigInteger.ZERO : BigInteger.valueOf(count).multiply(BigInteger.valueOf(rate));
    }
}

package io.tollgate.pricing;

import io.tollgate.chat.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a usage costs at a price, line by line. The sum is computed exactly and rounded once, half up, to nano-dollars;
 * the lines are rounded so that they add up to it.
 *
 * @param lines one for each part that is charged apart
 * @param nano nano-dollars; absent when a line has no rate, or when it is more than can be counted
 */
public record Bill(
        List<Line> lines, Currency currency, @Nullable Long nano) {

    private static final BigDecimal SCALE = BigDecimal.valueOf(Part.MILLION).movePointRight(9);

    /**
     * So many of one part, at so much.
     *
     * @param rate for a million, in billionths of the price's currency; absent when it has none
     * @param nano nano-dollars
     */
    public record Line(
            Part part,
            long count,
            @Nullable Long rate,
            @Nullable Long nano) {

        private BigInteger product() {
            return rate == null ? BigInteger.ZERO : Bill.product(count, rate);
        }
    }

    static Bill of(Usage usage, Rates rates, Currency currency) {
        List<Line> lines = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        boolean complete = true;
        for (Map.Entry<Part, Long> charged : charged(usage, rates).entrySet()) {
            Rate rate = rates.own(charged.getKey());
            Long price = rate == null ? null : Long.valueOf(rate.at(usage.inputTokens()));
            BigDecimal before = nano(sum, currency);
            sum = sum.add(new Line(charged.getKey(), charged.getValue(), price, null).product());
            Long share = price == null ? null : count(nano(sum, currency).subtract(before));
            complete &= share != null;
            lines.add(new Line(charged.getKey(), charged.getValue(), price, share));
        }
        return new Bill(List.copyOf(lines), currency, complete ? count(nano(sum, currency)) : null);
    }

    /** Only the sum of what {@link #of} writes line by line. */
    static @Nullable Long cost(Usage usage, Rates rates, Currency currency) {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<Part, Long> charged : charged(usage, rates).entrySet()) {
            Rate rate = rates.own(charged.getKey());
            if (rate == null) {
                return null;
            }
            sum = sum.add(product(charged.getValue(), rate.at(usage.inputTokens())));
        }
        return count(nano(sum, currency));
    }

    private static BigInteger product(long count, long rate) {
        return BigInteger.valueOf(count).multiply(BigInteger.valueOf(rate));
    }

    private static Map<Part, Long> charged(Usage usage, Rates rates) {
        Map<Part, Long> charged = new EnumMap<>(Part.class);
        Split.of(usage, rates).forEach((part, count) -> {
            Part as = rates.chargedAs(part);
            if (!as.isSurcharge() || rates.own(as) != null) {
                charged.merge(as, count, Long::sum);
            }
        });
        return charged;
    }

    private static BigDecimal nano(BigInteger product, Currency currency) {
        return new BigDecimal(product.multiply(BigInteger.valueOf(currency.nanoDollars())))
                .divide(SCALE, 0, RoundingMode.HALF_UP);
    }

    private static @Nullable Long count(BigDecimal nano) {
        return nano.toBigInteger().bitLength() < Long.SIZE ? nano.longValue() : null;
    }
}

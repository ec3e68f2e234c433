package io.tollgate.pricing;

import io.tollgate.chat.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
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

    private static final Part[] PARTS = Part.values();
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
        long[] charged = charged(usage, rates);
        for (Part part : PARTS) {
            long count = charged[part.ordinal()];
            if (count > 0) {
                Rate rate = rates.own(part);
                Long price = rate == null ? null : Long.valueOf(rate.at(usage.inputTokens()));
                BigDecimal before = nano(sum, currency);
                sum = sum.add(new Line(part, count, price, null).product());
                Long share = price == null ? null : count(nano(sum, currency).subtract(before));
                complete &= share != null;
                lines.add(new Line(part, count, price, share));
            }
        }
        return new Bill(List.copyOf(lines), currency, complete ? count(nano(sum, currency)) : null);
    }

    /** Only the sum of what {@link #of} writes line by line. Dollars hardly ever need more than 63 bits. */
    static @Nullable Long cost(Usage usage, Rates rates, Currency currency) {
        long small = 0;
        BigInteger large = BigInteger.ZERO;
        long[] charged = charged(usage, rates);
        for (Part part : PARTS) {
            long count = charged[part.ordinal()];
            if (count > 0) {
                Rate rate = rates.own(part);
                if (rate == null) {
                    return null;
                }
                long each = rate.at(usage.inputTokens());
                if (Math.multiplyHigh(count, each) == 0 && count * each >= 0 && small + count * each >= 0) {
                    small += count * each;
                } else {
                    large = large.add(product(count, each));
                }
            }
        }
        return large.signum() == 0 && currency.equals(Currency.USD)
                ? Long.valueOf(small / Part.MILLION + (small % Part.MILLION < Part.MILLION / 2 ? 0 : 1))
                : count(nano(large.add(BigInteger.valueOf(small)), currency));
    }

    private static BigInteger product(long count, long rate) {
        return BigInteger.valueOf(count).multiply(BigInteger.valueOf(rate));
    }

    /** What is counted of each part, at its ordinal, by what it is charged as. */
    private static long[] charged(Usage usage, Rates rates) {
        long[] charged = new long[Part.COUNT];
        long[] counts = Split.of(usage, rates);
        for (Part part : PARTS) {
            long count = counts[part.ordinal()];
            if (count > 0) {
                Part as = rates.chargedAs(part);
                if (!as.isSurcharge() || rates.own(as) != null) {
                    charged[as.ordinal()] += count;
                }
            }
        }
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

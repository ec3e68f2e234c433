package io.tollgate.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money as people write it, and as it is kept: in billionths, for a million of what is charged. */
public final class Amount {

    private static final int NANO = 9;
    private static final int LONGEST = 60;

    /** In units of money for a million; a thousand times what anyone asks. */
    private static final BigDecimal HIGHEST_FOR_TOKENS = BigDecimal.valueOf(1_000_000L);

    private static final BigDecimal HIGHEST = BigDecimal.valueOf(1_000_000_000L);

    private Amount() {}

    /**
     * The rate that was written for so many of a part.
     *
     * @throws PriceException when it is negative, too large, or finer than a billionth for a million
     */
    public static long exactly(BigDecimal written, Part part) {
        BigDecimal nano = nano(written, part);
        if (nano.stripTrailingZeros().scale() > 0) {
            throw new PriceException(
                    part.label() + ": " + written.toPlainString() + " is finer than a nano-dollar per million");
        }
        return nano.longValueExact();
    }

    /**
     * The rate that was written for so many of a part, as near as it can be kept.
     *
     * @throws PriceException when it is negative or too large
     */
    static long nearest(BigDecimal written, Part part) {
        return nano(written, part).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private static BigDecimal nano(BigDecimal written, Part part) {
        if (written.precision() > LONGEST || Math.abs((long) written.scale()) > LONGEST) {
            throw new PriceException(part.label() + " holds a number that cannot be a price");
        }
        if (written.signum() < 0) {
            throw new PriceException(part.label() + ": a price cannot be negative");
        }
        BigDecimal perMillion = written.multiply(BigDecimal.valueOf(Part.MILLION / part.written()));
        if (perMillion.compareTo(part.written() == Part.MILLION ? HIGHEST_FOR_TOKENS : HIGHEST) > 0) {
            throw new PriceException(part.label() + ": " + written.toPlainString() + " is too large");
        }
        return perMillion.movePointRight(NANO);
    }

    /** A rate as people write it, for so many as they write it for. */
    public static BigDecimal written(long nano, Part part) {
        BigDecimal amount = BigDecimal.valueOf(nano, NANO).divide(BigDecimal.valueOf(Part.MILLION / part.written()));
        return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }
}

package io.tollgate.limit;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.math.BigDecimal;

/**
 * How much money may be spent in each period.
 *
 * @param amountNano in nano-dollars
 */
@Embeddable
public record Budget(
        @Column(name = "budget_nano") long amountNano,

        @Enumerated(EnumType.STRING) @Column(name = "budget_period", columnDefinition = "varchar(10)")
        BudgetPeriod period) {

    private static final int NANO = 9;
    /** From this share on, in percent, it counts as nearly spent. */
    public static final int SOFT_PERCENT = 80;

    /**
     * A budget as people write it.
     *
     * @throws ArithmeticException when the amount is finer than a nano-dollar, or too large
     */
    public static Budget ofDollars(BigDecimal amount, BudgetPeriod period) {
        return new Budget(amount.movePointRight(NANO).longValueExact(), period);
    }

    /** In US dollars. */
    public BigDecimal dollars() {
        return BigDecimal.valueOf(amountNano, NANO).stripTrailingZeros();
    }

    /** Whether the soft threshold is reached: 80 % are spent, or more. */
    public boolean isNearlySpent(long spentNano) {
        return isSpentTo(SOFT_PERCENT, spentNano);
    }

    /** Whether so many percent of it are spent, or more. */
    public boolean isSpentTo(int percent, long spentNano) {
        return spentNano >= amountNano / 100 * percent + amountNano % 100 * percent / 100;
    }
}

package io.tollgate.console;

import io.tollgate.pricing.Currency;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.springframework.stereotype.Component;

/** Money as the pages show it: US dollars, kept in nano-dollars and never computed with floating point. */
@Component("money")
class Money {

    private static final int NANO_DIGITS = 9;
    private static final int CENTS = 2;
    private static final MathContext BRIEF = new MathContext(3, RoundingMode.HALF_UP);

    /** To the last digit: {@code $0.000123}, {@code $12.50}. */
    public String exact(long nano) {
        return dollars(BigDecimal.valueOf(nano, NANO_DIGITS));
    }

    /** For a glance: whole cents from one dollar on, three digits below. */
    public String brief(long nano) {
        BigDecimal amount = BigDecimal.valueOf(nano, NANO_DIGITS);
        boolean small = amount.abs().compareTo(BigDecimal.ONE) < 0;
        return dollars(small ? amount.round(BRIEF) : amount.setScale(CENTS, RoundingMode.HALF_UP));
    }

    /** An amount of a currency, to the last digit. */
    static String in(Currency currency, BigDecimal amount) {
        String dollars = dollars(amount);
        return currency.equals(Currency.USD) ? dollars : dollars.replace("$", "¥");
    }

    /** To the last digit, at least cents. */
    static String dollars(BigDecimal amount) {
        BigDecimal plain = amount.stripTrailingZeros();
        String digits =
                (plain.scale() < CENTS ? plain.setScale(CENTS) : plain).abs().toPlainString();
        return (amount.signum() < 0 ? "-$" : "$") + digits;
    }
}

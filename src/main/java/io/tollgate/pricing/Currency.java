package io.tollgate.pricing;

/**
 * What a price is in, and what that was worth when the price was stored, so that an amount never changes afterwards.
 *
 * @param nanoDollars a unit of it in nano-dollars
 */
public record Currency(String code, long nanoDollars) {

    private static final long ONE = 1_000_000_000L;

    public static final Currency USD = new Currency("USD", ONE);

    public Currency {
        if (!code.equals("USD") && !code.equals("CNY")) {
            throw new PriceException("A price is in USD or CNY, not in " + code);
        }
        if (nanoDollars <= 0 || nanoDollars > ONE * ONE || code.equals("USD") && nanoDollars != ONE) {
            throw new PriceException("A dollar is worth a dollar, and any other currency more than nothing");
        }
    }
}

package io.tollgate.limit;

/**
 * What a request may need, as far as that can be told before it is answered.
 *
 * @param tokens of the prompt and of the longest answer
 * @param certainTokens the part of them that the client asked for; the rest is a guess, and gives way to a low limit
 * @param costNano what that may cost, in nano-dollars
 */
public record Demand(long tokens, long certainTokens, long costNano) {

    /** Needs no tokens and costs nothing. */
    public static final Demand NOTHING = new Demand(0, 0, 0);

    /** The tokens to reserve where so many are allowed per minute: a guess takes a quarter of them at most. */
    long tokensWithin(long limit) {
        return Math.max(certainTokens, Math.min(tokens, limit / 4));
    }
}

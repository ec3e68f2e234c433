package io.tollgate.routing;

/** Why a candidate is left alone. */
public enum Reason {
    /** The provider refuses the credential. */
    UNAUTHORIZED,
    /** The provider's account has no money left. */
    OUT_OF_CREDIT,
    /** The provider asked for fewer requests. */
    RATE_LIMITED,
    /** The provider said that nothing is left of a limit, before it had to refuse anything. */
    USED_UP,
    /** It failed again and again: overloaded, broken or silent. */
    TROUBLE
}

package io.tollgate.pricing;

/** A price or a list of prices that cannot be used; the message says where and why, for people. */
public final class PriceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PriceException(String message) {
        super(message);
    }
}

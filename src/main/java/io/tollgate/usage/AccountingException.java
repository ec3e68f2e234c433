package io.tollgate.usage;

/** What an exchange costs cannot be written down, so it must not take place, or must not seem complete. */
public final class AccountingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AccountingException(Throwable cause) {
        super("The exchange cannot be written down", cause);
    }
}

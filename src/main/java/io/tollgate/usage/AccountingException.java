package io.tollgate.usage;

import io.tollgate.journal.JournalException;

/** What an exchange costs cannot be written down, so it must not take place, or must not seem complete. */
public final class AccountingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AccountingException(Throwable cause) {
        super("The exchange cannot be written down", cause);
    }

    /** Whether it is in the journal all the same, of which the disk may not have everything. */
    boolean isAppended() {
        return getCause() instanceof JournalException cause && cause.isAppended();
    }
}

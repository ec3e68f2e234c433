package io.tollgate.journal;

/** A record could not be written. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean appended;

    JournalException(String message) {
        this(message, false);
    }

    JournalException(String message, boolean appended) {
        super(message);
        this.appended = appended;
    }

    JournalException(String message, Throwable cause) {
        super(message, cause);
        this.appended = false;
    }

    /** Whether it was appended all the same, and only the disk may not have it: it must not be appended again. */
    public boolean isAppended() {
        return appended;
    }
}

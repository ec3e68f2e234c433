package io.tollgate.console;

/** A change that no form offers, or no longer: the person is told why, and nothing is changed. */
class ChangeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String messageKey;

    ChangeRefusedException(String messageKey) {
        super(messageKey);
        this.messageKey = messageKey;
    }

    String messageKey() {
        return messageKey;
    }
}

package io.tollgate.proxy;

/** An answer broke off after part of it had gone out, in a form that cannot say so: the connection has to end. */
final class BrokenAnswerException extends RuntimeException {

    BrokenAnswerException() {
        super("The answer broke off", null, false, false);
    }
}

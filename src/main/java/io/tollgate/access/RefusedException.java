package io.tollgate.access;

/** A request that is not admitted; carries why. */
public final class RefusedException extends Exception {

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.getClass().getSimpleName(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}

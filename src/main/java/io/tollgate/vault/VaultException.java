package io.tollgate.vault;

/** A secret cannot be encrypted or read, or the keys are configured in a way that cannot be meant. */
public final class VaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Reason reason;

    VaultException(Reason reason) {
        super(reason.message());
        this.reason = reason;
    }

    VaultException(Reason reason, Throwable cause) {
        super(reason.message(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why the vault refused. */
    public sealed interface Reason {

        String message();

        /** The keys do not fit the database. */
        record Sealed(String message) implements Reason {}

        /** The ciphertext is not one that this key made. */
        record Tampered() implements Reason {
            @Override
            public String message() {
                return "The stored credential was changed outside Tollgate; type it again.";
            }
        }

        /** The ciphertext belongs to another provider or another base URL. */
        record BoundElsewhere() implements Reason {
            @Override
            public String message() {
                return "The stored credential belongs to another provider or base URL; type it again.";
            }
        }

        /** The ciphertext was made with a key that is not loaded. */
        record UnknownKeyId(String keyId) implements Reason {
            @Override
            public String message() {
                return "The stored credential was encrypted with key " + keyId
                        + ", which is not loaded; type it again.";
            }
        }

        /** More than one place gives the master key. */
        record TwoSources(String message) implements Reason {}
    }
}

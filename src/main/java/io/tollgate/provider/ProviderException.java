package io.tollgate.provider;

import org.jspecify.annotations.Nullable;

/** A call to a provider that failed; carries why. */
public final class ProviderException extends Exception {

    private final transient ProviderFailure failure;

    public ProviderException(ProviderFailure failure) {
        this(failure, null);
    }

    public ProviderException(ProviderFailure failure, @Nullable Throwable cause) {
        super(failure.getClass().getSimpleName(), cause, false, false);
        this.failure = failure;
    }

    public ProviderFailure failure() {
        return failure;
    }
}

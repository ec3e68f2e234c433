package io.tollgate.dialect;

import io.tollgate.chat.GatewayError;

/** A request that cannot be read; carries what the caller is told. */
public final class DialectException extends Exception {

    private final GatewayError error;

    public DialectException(GatewayError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    public GatewayError error() {
        return error;
    }
}

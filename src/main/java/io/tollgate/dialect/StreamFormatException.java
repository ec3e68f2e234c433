package io.tollgate.dialect;

import java.io.IOException;

/** An answer that is not what its content type says. */
public final class StreamFormatException extends IOException {

    StreamFormatException(String message) {
        super(message);
    }
}

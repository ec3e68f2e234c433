package io.tollgate.proxy;

import java.io.IOException;

/** The client no longer takes what is written to it. */
final class ClientGoneException extends IOException {

    ClientGoneException(IOException cause) {
        super(cause);
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Media;

/** Fetches what a client named by its address, for providers that take data only. */
public interface Inliner {

    /**
     * The data behind an address.
     *
     * @throws DialectException when it may not be fetched, or is not what it should be
     */
    Media.Inline image(String url) throws DialectException;
}

package io.tollgate.console;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** A page is about a row that does not exist, or is no longer in use. */
@ResponseStatus(HttpStatus.NOT_FOUND)
class NoSuchRowException extends RuntimeException {

    private static final long serialVersionUID = 1L;
}

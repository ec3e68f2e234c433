package io.tollgate.proxy;

import io.tollgate.access.Caller;
import io.tollgate.catalog.Catalog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * One authenticated request on its way through the proxy.
 *
 * @param startedNanos when it came, by {@link System#nanoTime()}
 * @param tail what the path says behind the route's own part, decoded
 * @param choice what else the path says
 */
record Call(
        HttpServletRequest request,
        HttpServletResponse response,
        Catalog catalog,
        Caller caller,
        String requestId,
        long startedNanos,
        String tail,
        Choice choice) {

    /** The same request, answered elsewhere. */
    Call to(HttpServletResponse otherResponse) {
        return new Call(request, otherResponse, catalog, caller, requestId, startedNanos, tail, choice);
    }

    Call with(Choice newChoice, String newTail) {
        return new Call(request, response, catalog, caller, requestId, startedNanos, newTail, newChoice);
    }
}

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

    Call with(Choice newChoice, String newTail) {
        return new Call(request, response, catalog, caller, requestId, startedNanos, newTail, newChoice);
    }
}

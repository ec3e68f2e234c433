package io.tollgate.proxy;

import io.tollgate.access.RefusedException;
import io.tollgate.catalog.Catalog;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.chat.GatewayError;
import io.tollgate.dialect.DialectException;
import io.tollgate.proxy.RouteTable.Access;
import io.tollgate.proxy.RouteTable.Entry;
import io.tollgate.proxy.RouteTable.Match;
import io.tollgate.usage.Metering;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs' door, in front of the console and its security. Every path below it ends here: it authenticates,
 * matches the path, writes errors as JSON, and runs each exchange on a virtual thread, whatever threads the container
 * has.
 */
final class ProxyFilter implements Filter {

    private static final Logger log = LoggerFactory.getLogger(ProxyFilter.class);

    /** Longer than any exchange: those without a timeout Tomcat ends as soon as their application begins to stop. */
    private static final long NEVER_MS = Duration.ofDays(30).toMillis();

    /** A path of this filter's: where a container's thread takes over an answer that broke off. */
    private static final String CUT = "/v1/models";

    private final RouteTable routes;
    private final LiveCatalog catalog;
    private final Gate gate;
    private final RequestIds requestIds;
    private final Readiness readiness;
    private final LiveExchanges live;
    private final Capacity capacity;
    private final Metering metering;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ProxyFilter(
            RouteTable routes,
            LiveCatalog catalog,
            Gate gate,
            RequestIds requestIds,
            Readiness readiness,
            LiveExchanges live,
            Capacity capacity,
            Metering metering) {
        this.routes = routes;
        this.catalog = catalog;
        this.gate = gate;
        this.requestIds = requestIds;
        this.readiness = readiness;
        this.live = live;
        this.capacity = capacity;
        this.metering = metering;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain) {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            throw new BrokenAnswerException();
        }
        if (Thread.currentThread().isVirtual()) {
            serve(request, response);
            return;
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(NEVER_MS);
        threads.execute(() -> {
            boolean whole = false;
            try {
                serve(request, response);
                whole = true;
            } catch (BrokenAnswerException e) {
                log.debug("An answer is cut off", e);
            } finally {
                if (whole) {
                    async.complete();
                } else {
                    async.dispatch(CUT); // comes back to this filter, where the container sees it fail
                }
            }
        });
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) {
        long startedNanos = System.nanoTime();
        String requestId = requestIds.of(request.getHeader("x-request-id"), request.getHeader("request-id"));
        putHeaders(response, requestId);
        try {
            answer(request, response, requestId, startedNanos);
        } catch (ClientGoneException e) {
            log.debug("The client of {} is gone", requestId);
        } catch (IOException e) {
            log.debug("Request {} could not be read or answered", requestId, e);
            tell(request, response);
        } catch (BrokenAnswerException e) {
            throw e; // the container cuts the connection
        } catch (RuntimeException e) {
            log.error("Request {} failed", requestId, e);
            fail(request, response);
        }
    }

    /** What every answer carries. */
    static void putHeaders(HttpServletResponse response, String requestId) {
        response.setHeader("x-request-id", requestId);
        response.setHeader("request-id", requestId);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("Cache-Control", "no-store");
    }

    /** Says so where it still can; an answer that has begun must not look as if it were whole. */
    private void fail(HttpServletRequest request, HttpServletResponse response) {
        if (response.isCommitted()) {
            throw new BrokenAnswerException();
        }
        tell(request, response);
    }

    private void tell(HttpServletRequest request, HttpServletResponse response) {
        try {
            write(request, response, ProxyErrors.INTERNAL);
        } catch (IOException e) {
            log.debug("An error could not be written", e);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, String requestId, long startedNanos)
            throws IOException {
        String path = Paths.of(request);
        Match match = Paths.isPlain(path) ? routes.match(request.getMethod(), path) : new Match.Unknown();
        switch (match) {
            case Match.Found(Entry.Plain entry, String _)
            when entry.access() == Access.ANYONE -> entry.endpoint().answer(request, response);
            case Match.Found(Entry entry, String tail) ->
                enter(entry, tail, request, response, requestId, startedNanos);
            case Match.OtherMethod(var allowed) -> {
                response.setHeader("Allow", String.join(", ", allowed));
                write(request, response, ProxyErrors.otherMethod(allowed));
            }
            case Match.NotOffered() -> write(request, response, ProxyErrors.NOT_OFFERED);
            case Match.Unknown() -> write(request, response, ProxyErrors.unknownPath(path));
        }
    }

    /**
     * Serves a request that needs a key, and counts it until its answer is with the container's socket, end and all.
     */
    private void enter(
            Entry entry,
            String tail,
            HttpServletRequest request,
            HttpServletResponse response,
            String requestId,
            long startedNanos)
            throws IOException {
        boolean open = live.begin();
        try {
            if (open) {
                seat(entry, tail, request, response, requestId, startedNanos);
            } else {
                response.setHeader("Connection", "close");
                write(request, response, ProxyErrors.STOPPING);
            }
            response.getOutputStream().close(); // a container that stops may not come to it later
        } finally {
            live.end();
        }
    }

    /** Turns an exchange away that there is no place for; what tells of the gateway is told all the same. */
    private void seat(
            Entry entry,
            String tail,
            HttpServletRequest request,
            HttpServletResponse response,
            String requestId,
            long startedNanos)
            throws IOException {
        if (!entry.method().equals("POST")) {
            admit(entry, tail, request, response, requestId, startedNanos);
            return;
        }
        long length = request.getContentLengthLong();
        boolean whole =
                length > Capacity.MOST_IN_MEMORY && routes.dialect(request).holdsWhole();
        try (Capacity.Place place = capacity.take(length, whole)) {
            if (place == null) {
                refuse(request, response, ProxyErrors.overloaded());
            } else {
                admit(entry, tail, request, response, requestId, startedNanos);
            }
        }
    }

    /** Lets a request in while the gateway is in a state to answer. */
    private void admit(
            Entry entry,
            String tail,
            HttpServletRequest request,
            HttpServletResponse response,
            String requestId,
            long startedNanos)
            throws IOException {
        try {
            Catalog current = catalog.current();
            if (readiness.isSealed()) {
                write(request, response, ProxyErrors.SEALED);
            } else if (current == null) {
                write(request, response, ProxyErrors.LOADING);
            } else {
                switch (entry) {
                    case Entry.Plain plain -> {
                        gate.admitToMetrics(request, current);
                        plain.endpoint().answer(request, response);
                    }
                    case Entry.ForCaller caller ->
                        caller.endpoint()
                                .answer(new Call(
                                        request,
                                        response,
                                        current,
                                        gate.authenticate(request, current),
                                        requestId,
                                        startedNanos,
                                        Paths.decode(tail),
                                        Choice.NONE));
                }
            }
        } catch (RefusedException e) {
            LimitHeaders.put(response, e.refusal());
            refuse(request, response, ProxyErrors.of(e.refusal()));
        } catch (DialectException e) {
            refuse(request, response, e.error());
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, GatewayError error)
            throws IOException {
        metering.refused(error.code());
        write(request, response, error);
    }

    /** Writes an error in the dialect that is spoken at the request's path. */
    private void write(HttpServletRequest request, HttpServletResponse response, GatewayError error)
            throws IOException {
        ProxyErrors.write(request, response, routes.dialect(request), error);
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }
}

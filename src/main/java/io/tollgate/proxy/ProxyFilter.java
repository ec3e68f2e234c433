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
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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

    private final RouteTable routes;
    private final LiveCatalog catalog;
    private final Gate gate;
    private final RequestIds requestIds;
    private final Readiness readiness;
    private final LiveExchanges live;
    private final Metering metering;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ProxyFilter(
            RouteTable routes,
            LiveCatalog catalog,
            Gate gate,
            RequestIds requestIds,
            Readiness readiness,
            LiveExchanges live,
            Metering metering) {
        this.routes = routes;
        this.catalog = catalog;
        this.gate = gate;
        this.requestIds = requestIds;
        this.readiness = readiness;
        this.live = live;
        this.metering = metering;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain) {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        if (Thread.currentThread().isVirtual()) {
            serve(request, response);
            return;
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        threads.execute(() -> {
            try {
                serve(request, response);
            } finally {
                async.complete();
            }
        });
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) {
        long startedNanos = System.nanoTime();
        String requestId = requestIds.of(request.getHeader("x-request-id"));
        putHeaders(response, requestId);
        try {
            answer(request, response, requestId, startedNanos);
        } catch (ClientGoneException e) {
            log.debug("The client of {} is gone", requestId);
        } catch (IOException e) {
            log.debug("Request {} could not be read or answered", requestId, e);
        } catch (BrokenAnswerException e) {
            throw e; // the container cuts the connection
        } catch (RuntimeException e) {
            log.error("Request {} failed", requestId, e);
            fail(request, response);
        }
    }

    private static void putHeaders(HttpServletResponse response, String requestId) {
        response.setHeader("x-request-id", requestId);
        response.setHeader("request-id", requestId);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("Cache-Control", "no-store");
    }

    private void fail(HttpServletRequest request, HttpServletResponse response) {
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
            when entry.access() == Access.ANYONE -> entry.endpoint().answer(response);
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

    /** Lets a request in that needs a key, while the gateway is in a state to answer. */
    private void enter(
            Entry entry,
            String tail,
            HttpServletRequest request,
            HttpServletResponse response,
            String requestId,
            long startedNanos)
            throws IOException {
        try {
            Catalog current = catalog.current();
            if (!live.begin()) {
                response.setHeader("Connection", "close");
                write(request, response, ProxyErrors.STOPPING);
            } else if (readiness.isSealed()) {
                write(request, response, ProxyErrors.SEALED);
            } else if (current == null) {
                write(request, response, ProxyErrors.LOADING);
            } else {
                switch (entry) {
                    case Entry.Plain plain -> {
                        gate.admitToMetrics(request, current);
                        plain.endpoint().answer(response);
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
            refuse(request, response, ProxyErrors.of(e.refusal()));
        } catch (DialectException e) {
            refuse(request, response, e.error());
        } finally {
            live.end();
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
        ProxyErrors.write(response, routes.dialect(request), error);
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }
}

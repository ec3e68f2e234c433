package io.tollgate.proxy;

import io.tollgate.access.Refusal;
import io.tollgate.access.RefusedException;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.dialect.ClientDialect;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.Inbound;
import io.tollgate.provider.ProviderException;
import io.tollgate.routing.Failover;
import io.tollgate.routing.Route;
import io.tollgate.routing.Router;
import io.tollgate.routing.RoutingTable.Served;
import io.tollgate.usage.Metering;
import io.tollgate.usage.UsageMeter;
import io.tollgate.usage.UsageRecord.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One exchange, from the request to the last byte. */
final class ChatProxy {

    private static final GatewayError NOBODY = GatewayError.server(
            503,
            "no_provider_available",
            "No provider serves this model at present: tell the gateway's administrator.");

    private final Router router;
    private final StoredResponses responses;
    private final Metering metering;
    private final Upstream upstream;
    private final Relay relay;

    ChatProxy(Router router, StoredResponses responses, Metering metering, Upstream upstream, Relay relay) {
        this.responses = responses;
        this.router = router;
        this.metering = metering;
        this.upstream = upstream;
        this.relay = relay;
    }

    /**
     * Reads the request, finds who answers it, and passes the answer on.
     *
     * @throws DialectException when the request is wrong
     * @throws RefusedException when it is not admitted
     * @throws IOException when the client is gone
     */
    void exchange(ClientDialect dialect, Operation operation, Call call)
            throws DialectException, RefusedException, IOException {
        HttpServletRequest in = call.request();
        if (isEncoded(in)) {
            throw new DialectException(ProxyErrors.ENCODED);
        }
        try (ClientRequest request = dialect.decode(inbound(operation, call))) {
            Served model = call.catalog().models().model(request.model());
            admit(call, request, model);
            if (model == null) {
                ProxyErrors.write(call.response(), dialect, ProxyErrors.modelNotFound(request.model()));
                return;
            }
            Route route =
                    responses.hold(sealed(call.choice().of(router.route(model)), request), request, call.caller());
            try (UsageMeter meter = metering.open(
                    call.startedNanos(),
                    call.requestId(),
                    call.caller(),
                    operation,
                    request.model(),
                    request.streamed())) {
                answer(route, request, call, meter);
            }
        }
    }

    private static Inbound inbound(Operation operation, Call call) throws IOException {
        HttpServletRequest in = call.request();
        return new Inbound(
                operation,
                call.tail(),
                call.choice().model(),
                name -> Paths.query(in, name),
                in::getHeader,
                in.getContentType(),
                in.getContentLengthLong(),
                in.getInputStream());
    }

    /** A small body could become a very large one. */
    private static boolean isEncoded(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        return encoding != null && !encoding.equalsIgnoreCase("identity");
    }

    /** Whether a key may use a model is told only for models there are. */
    private static void admit(Call call, ClientRequest request, @Nullable Served model) throws RefusedException {
        if (model != null && !call.caller().mayUse(request.model())) {
            throw new RefusedException(new Refusal.ModelNotAllowed(request.model()));
        }
    }

    /** A conversation that holds sealed thinking stays with those who can read it, where there are any. */
    private static Route sealed(Route route, ClientRequest request) {
        String dialect = request.sealedBy();
        if (dialect == null) {
            return route;
        }
        Route able = route.only(
                candidate -> candidate.target().profile().dialect().name().equals(dialect));
        return able.candidates().isEmpty() ? route : able;
    }

    private void answer(Route route, ClientRequest request, Call call, UsageMeter meter) throws IOException {
        if (route.candidates().isEmpty()) {
            refuse(call, request, meter, Outcome.UPSTREAM_ERROR, NOBODY);
            return;
        }
        try (Answer answer = Failover.call(
                route,
                candidate -> responses.note(upstream.call(candidate, request), candidate, request, call.caller()),
                meter)) {
            meter.lost(answer.losses());
            relay.relay(answer, request, call.response(), meter);
        } catch (ProviderException e) {
            refuse(
                    call,
                    request,
                    meter,
                    ProxyErrors.outcome(e.failure()),
                    e.failure().error());
        }
    }

    private static void refuse(Call call, ClientRequest request, UsageMeter meter, Outcome outcome, GatewayError error)
            throws IOException {
        meter.ended(outcome, error.status(), error.code());
        ProxyErrors.write(call.response(), request.dialect(), error);
    }
}

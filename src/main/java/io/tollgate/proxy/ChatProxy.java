package io.tollgate.proxy;

import io.tollgate.access.Admission;
import io.tollgate.access.Refusal;
import io.tollgate.access.RefusedException;
import io.tollgate.access.StreamMode;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.dialect.ClientDialect;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.DialectException;
import io.tollgate.dialect.Inbound;
import io.tollgate.limit.Demand;
import io.tollgate.limit.Reservation;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.proxy.KeepAlive.Wait;
import io.tollgate.routing.Failover;
import io.tollgate.routing.FullException;
import io.tollgate.routing.Route;
import io.tollgate.routing.RoutingTable.Found;
import io.tollgate.routing.Turn;
import io.tollgate.usage.AccountingException;
import io.tollgate.usage.Metering;
import io.tollgate.usage.UsageMeter;
import io.tollgate.usage.UsageRecord.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One exchange, from the request to the last byte. */
final class ChatProxy {

    private static final GatewayError NOBODY = GatewayError.server(
            503,
            "no_provider_available",
            "No provider serves this model at present: tell the gateway's administrator.");

    private static final Logger log = LoggerFactory.getLogger(ChatProxy.class);

    private final Wishes wishes;
    private final StoredResponses responses;
    private final Repeats repeats;
    private final Admission admission;
    private final Demands demands;
    private final Metering metering;
    private final Failover failover;
    private final Upstream upstream;
    private final Relay relay;
    private final LiveExchanges live;
    private final KeepAlive keepAlive;
    private final RoutingHeaders headers;

    ChatProxy(
            Wishes wishes,
            StoredResponses responses,
            Repeats repeats,
            Admission admission,
            Demands demands,
            Metering metering,
            Failover failover,
            Upstream upstream,
            Relay relay,
            LiveExchanges live,
            KeepAlive keepAlive,
            RoutingHeaders headers) {
        this.live = live;
        this.keepAlive = keepAlive;
        this.headers = headers;
        this.admission = admission;
        this.demands = demands;
        this.responses = responses;
        this.repeats = repeats;
        this.wishes = wishes;
        this.metering = metering;
        this.failover = failover;
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
        headers.begin(call);
        HttpServletRequest in = call.request();
        if (isEncoded(in)) {
            throw new DialectException(ProxyErrors.ENCODED);
        }
        try (ClientRequest request = dialect.decode(inbound(operation, call))) {
            Found model = call.catalog().models().find(request.model());
            permit(call, request, model);
            if (model == null) {
                throw new DialectException(ProxyErrors.modelNotFound(request.model()));
            }
            repeats.once(call, request, once -> serve(model, request, once));
        }
    }

    /** Chooses who may answer, sets aside what that may cost, and has it answered. */
    private void serve(Found model, ClientRequest request, Call call)
            throws DialectException, RefusedException, IOException {
        StreamMode mode = Manner.mode(call);
        Demands.Claim claim = demands.of(request, wishes.route(call, request, model), call.caller());
        Demand demand = claim.demand();
        try (Reservation admitted = admission.admit(call.caller(), demand);
                UsageMeter meter = metering.open(
                        call.request()::getHeader,
                        call.startedNanos(),
                        call.requestId(),
                        call.caller(),
                        request.dialect().name(),
                        request.operation(),
                        request.model(),
                        model.model().name(),
                        request.streamed(),
                        () -> request.extent().promptTokens(),
                        admitted)) {
            LimitHeaders.put(call.response(), call.caller().quota());
            answer(claim.route(), demand, request, call, Manner.of(mode, meter), meter);
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
    private static void permit(Call call, ClientRequest request, @Nullable Found model) throws RefusedException {
        if (model != null && !call.caller().mayUse(request.model())) {
            throw new RefusedException(new Refusal.ModelNotAllowed(request.model()));
        }
    }

    private void answer(Route route, Demand demand, ClientRequest request, Call call, Manner manner, UsageMeter meter)
            throws IOException {
        if (route.candidates().isEmpty()) {
            refuse(call, request, meter, Outcome.UPSTREAM_ERROR, NOBODY);
            return;
        }
        meter.along(route);
        try (var _ = live.follow(manner.cancellation());
                Wait wait = keepAlive.begin(request, call.response(), manner.cancellation());
                Answer answer = failover.call(route, demand, turn -> ask(turn, request, call, manner), meter)) {
            wait.interrupt();
            meter.lost(answer.losses());
            headers.put(call.response(), meter);
            relay.relay(answer, request, call.response(), wait, call.caller().quota(), meter);
        } catch (AccountingException e) {
            unaccounted(call, request, meter, e);
        } catch (FullException e) {
            meter.withdraw();
            GatewayError full = ProxyErrors.full(e.retryAfter());
            metering.refused(full.code());
            headers.put(call.response(), meter);
            if (e.retryAfter() == null) {
                call.response().setHeader("x-should-retry", "false");
            }
            tell(call, request, full);
        } catch (ProviderException e) {
            adviseAgainstRetry(call, e.failure(), meter);
            refuse(call, request, meter, Outcome.of(e.failure()), e.failure().error());
        }
    }

    /** Who answers in another's place answers under their own name. */
    private Answer ask(Turn turn, ClientRequest request, Call call, Manner manner) throws ProviderException {
        ClientRequest asked = turn.isFallback() ? request.as(turn.model()) : request;
        return responses.note(upstream.call(turn, asked, manner), turn.candidate(), asked, call.caller());
    }

    /** What may have been done already, and was tried again here, is not worth a third party's try. */
    private static void adviseAgainstRetry(Call call, ProviderFailure failure, UsageMeter meter) {
        if (failure.isAmbiguous() && meter.attempts() > 1) {
            call.response().setHeader("x-should-retry", "false");
        }
    }

    /** Nothing is served that cannot be written down: an answer that has begun is cut off. */
    private void unaccounted(Call call, ClientRequest request, UsageMeter meter, AccountingException e)
            throws IOException {
        log.error("Request {} cannot be written down", call.requestId(), e);
        metering.refused(ProxyErrors.ACCOUNTING.code());
        if (call.response().isCommitted()) {
            meter.ended(Outcome.TRUNCATED, 200, ProxyErrors.ACCOUNTING.code());
            throw new BrokenAnswerException();
        }
        refuse(call, request, meter, Outcome.INTERRUPTED, ProxyErrors.ACCOUNTING);
    }

    private void refuse(Call call, ClientRequest request, UsageMeter meter, Outcome outcome, GatewayError error)
            throws IOException {
        boolean begun = call.response().isCommitted() && outcome != Outcome.CLIENT_CANCELLED;
        meter.ended(outcome, begun ? 200 : error.status(), error.code());
        headers.put(call.response(), meter);
        tell(call, request, error);
    }

    /** Where comments have gone out already, an error is an event. */
    private static void tell(Call call, ClientRequest request, GatewayError error) throws IOException {
        if (call.response().isCommitted()) {
            Relay.error(error, request, new FrameWriter(call.response().getOutputStream(), Wait.NONE));
        } else {
            ProxyErrors.write(call.response(), request.dialect(), error);
        }
    }
}

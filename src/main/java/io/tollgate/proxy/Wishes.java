package io.tollgate.proxy;

import io.tollgate.access.RefusedException;
import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.dialect.ClientRequest;
import io.tollgate.dialect.DialectException;
import io.tollgate.routing.Narrowing;
import io.tollgate.routing.Route;
import io.tollgate.routing.Router;
import io.tollgate.routing.RoutingTable.Entry;
import io.tollgate.routing.RoutingTable.Found;
import io.tollgate.routing.Wish;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the route for a request: what the model's settings say, within what the request asks for. */
final class Wishes {

    private final Router router;
    private final StoredResponses responses;
    private final SealOrigins seals;

    Wishes(Router router, StoredResponses responses, SealOrigins seals) {
        this.router = router;
        this.responses = responses;
        this.seals = seals;
    }

    /**
     * The route for one request; empty when nobody serves the model at present.
     *
     * @throws RefusedException when the key may not choose a provider and the request does
     * @throws DialectException when nobody who serves the model is as the request wants
     */
    Route route(Call call, ClientRequest request, Found model) throws RefusedException, DialectException {
        Narrowing narrowing = NarrowingHeaders.read(call.request(), call.choice(), call.caller());
        UUID maker = responses.maker(request, call.caller());
        Route route = router.route(call.catalog().models(), model, wish(call, request, model, narrowing, maker));
        if (route.candidates().isEmpty() && !narrowing.isNone()) {
            refuseUnmatched(request, model, narrowing);
        }
        return responses.hold(able(route, request), request, call.caller());
    }

    private static Wish wish(Call call, ClientRequest request, Found model, Narrowing narrowing, @Nullable UUID maker)
            throws RefusedException {
        Predicate<Entry> preferred = preferred(call);
        boolean affine = model.model().choosing().affinity() && model.model().hasChoice();
        long affinity = affine ? request.affinity() : 0;
        boolean alone = model.model().choosing().fallbacks().isEmpty();
        return alone && narrowing.isNone() && preferred == null && maker == null && affinity == 0
                ? Wish.NONE
                : new Wish(narrowing::allows, preferred, maker, affinity, call.caller()::mayUse);
    }

    private static @Nullable Predicate<Entry> preferred(Call call) throws RefusedException {
        String first = NarrowingHeaders.first(call.request(), call.caller());
        return first == null
                ? null
                : entry -> Narrowing.names(first, entry.credentials().getFirst().target());
    }

    private static void refuseUnmatched(ClientRequest request, Found model, Narrowing narrowing)
            throws DialectException {
        if (!model.model().entries().isEmpty()) {
            GatewayError error = ProxyErrors.unmatched(
                    request.model(), narrowing, model.model().entries());
            throw new DialectException(error);
        }
    }

    /** Those who can do what is asked for, or do it best, before others. */
    private Route able(Route route, ClientRequest request) {
        return request.operation() == Operation.TOKEN_COUNT
                ? route.preferring(
                        candidate -> candidate.target().profile().dialect().countsTokens())
                : seals.hold(sealed(route, request), request);
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
}

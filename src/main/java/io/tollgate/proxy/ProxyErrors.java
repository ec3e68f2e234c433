package io.tollgate.proxy;

import static io.tollgate.chat.GatewayError.invalid;
import static io.tollgate.chat.GatewayError.server;

import io.tollgate.access.Refusal;
import io.tollgate.chat.GatewayError;
import io.tollgate.dialect.ClientDialect;
import io.tollgate.provider.Target;
import io.tollgate.routing.Narrowing;
import io.tollgate.routing.RoutingTable.Entry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What callers are told when there is no answer, and how it is written. */
final class ProxyErrors {

    static final GatewayError SEALED = server(
            503, "gateway_sealed", "The gateway is sealed: its administrator has to put its master key in place.");
    static final GatewayError LOADING = server(503, "gateway_starting", "The gateway is starting: try again soon.")
            .retryAfter(Duration.ofSeconds(1));
    static final GatewayError STOPPING = server(503, "gateway_stopping", "The gateway is stopping: try again soon.")
            .retryAfter(Duration.ofSeconds(1));
    static final GatewayError ACCOUNTING = server(
                    503,
                    "accounting_unavailable",
                    "The gateway cannot write down what the request costs, so it does not serve it: its disk is full or"
                            + " fails. Tell the gateway's administrator.")
            .retryAfter(Duration.ofSeconds(5));
    private static final GatewayError OVERLOADED =
            server(503, "overloaded", "The gateway has as much under way as it can take: try again in a moment.");
    static final GatewayError UNDER_WAY = invalid(
                    409,
                    "idempotency_key_in_use",
                    "The same request is under way: try again in a moment for its answer.")
            .retryAfter(Duration.ofSeconds(1));
    static final GatewayError OTHER_REQUEST = invalid(
            422,
            "idempotency_key_reused",
            "Another request was sent with this 'Idempotency-Key': each needs one of its own.");
    static final GatewayError INTERNAL = server(500, "internal_error", "The gateway failed: its log says why.");

    static final GatewayError NOT_OFFERED = invalid(
            404,
            "endpoint_not_offered",
            "The gateway does not offer this part of the API: it keeps nothing between requests. See the README for what it offers.");

    static final GatewayError ENCODED = invalid(
            415,
            "unsupported_content_encoding",
            "Send the request body as it is, without the header 'Content-Encoding'.");

    private static final int MOST_NAMED = 20;

    private ProxyErrors() {}

    static GatewayError otherMethod(Set<String> allowed) {
        return invalid(405, "method_not_allowed", "Use the method " + String.join(" or ", allowed) + " here.");
    }

    static GatewayError unknownAction() {
        return invalid(
                404,
                "unknown_path",
                "There is no such action: generateContent, streamGenerateContent, embedContent, batchEmbedContents and"
                        + " countTokens are known.");
    }

    static GatewayError unknownPath(String path) {
        String correction = "There is nothing at this path. Chat completions are at POST /v1/chat/completions.";
        if (path.startsWith("/v1/v1/")) {
            correction = "The path holds '/v1' twice: end your client's base URL before one of them.";
        } else if (!path.contains("/v1") && !path.startsWith("/health")) {
            correction = "The path lacks '/v1': end your client's base URL with it.";
        }
        return invalid(404, "unknown_path", correction);
    }

    static GatewayError of(Refusal refusal) {
        return switch (refusal) {
            case Refusal.KeyMissing() ->
                invalid(401, "missing_api_key", "Send your key in the header 'Authorization: Bearer <key>'.");
            case Refusal.KeysDiffer() ->
                invalid(401, "ambiguous_api_key", "The request holds two different keys: send one.");
            case Refusal.KeyInvalid() ->
                invalid(401, "invalid_api_key", "The key is not known, has expired or was revoked.");
            case Refusal.ModelNotAllowed(String model) ->
                invalid(403, "model_not_allowed", "Your key may not use the model '" + model + "'.");
            case Refusal.ChoiceNotAllowed() ->
                invalid(403, "choice_not_allowed", "Your key may not choose a provider: leave the choice out.");
            case Refusal.AddressNotAllowed() ->
                invalid(403, "address_not_allowed", "Your key may not be used from your address.");
            case Refusal.AddressTooBusy(var denial) ->
                limit("rate_limit_exceeded", "Too many requests come from your address.")
                        .retryAfter(denial.retryAfter());
            case Refusal.LimitReached(var denial, var _) -> LimitErrors.of(denial);
            case Refusal.ModelNotPriced(String model) ->
                GatewayError.invalidParam(
                        "model",
                        "model_not_priced",
                        "The model '" + model + "' has no price, which it needs as your key or team has a budget.");
            case Refusal.MetricsNotAllowed() -> invalid(403, "metrics_not_allowed", "Your key may not read metrics.");
        };
    }

    /** All that serve a model are at their limits. */
    static GatewayError full(@Nullable Duration retryAfter) {
        return limit("rate_limit_exceeded", "All providers of this model are at the limits set for them.")
                .retryAfter(retryAfter);
    }

    /** A limit is reached. */
    static GatewayError limit(String code, String message) {
        return new GatewayError(429, code, code, message, null, null);
    }

    static GatewayError modelNotFound(String model) {
        return new GatewayError(
                404,
                "invalid_request_error",
                "model_not_found",
                "The model '" + model + "' does not exist: GET /v1/models lists those your key may use.",
                "model",
                null);
    }

    static GatewayError longHeader(String name, int longest) {
        return invalid(400, "invalid_header", "The header '" + name + "' is longer than " + longest + " characters.");
    }

    /** Nobody who serves a model is as a request wants; who does is no secret to those who may use it. */
    static GatewayError unmatched(String model, Narrowing narrowing, List<Entry> entries) {
        String wanted = Stream.of(described("name or kind", narrowing.providers()), described("tags", narrowing.tags()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" and the "));
        String known = entries.stream()
                .map(entry -> described(entry))
                .distinct()
                .limit(MOST_NAMED)
                .collect(Collectors.joining("; "));
        return invalid(
                400,
                "no_matching_provider",
                "No provider of the model '" + model + "' has the " + wanted + ". It is served by: " + known + ".");
    }

    private static String described(String what, List<String> values) {
        return values.isEmpty() ? "" : what + " " + quoted(values);
    }

    private static String described(Entry entry) {
        Target target = entry.credentials().getFirst().target();
        List<String> tags = entry.tags().stream().sorted().toList();
        return quoted(List.of(target.providerName())) + " of the kind "
                + quoted(List.of(target.profile().preset()))
                + (tags.isEmpty() ? "" : " with the tags " + quoted(tags));
    }

    private static String quoted(List<String> values) {
        return values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
    }

    /** Too much is under way. Not everybody is to come back at the same time. */
    static GatewayError overloaded() {
        return OVERLOADED.retryAfter(
                Duration.ofMillis(ThreadLocalRandom.current().nextLong(500, 2_500)));
    }

    /** Writes an error in a client's dialect, unless part of an answer has gone out already. */
    static void write(HttpServletResponse response, ClientDialect dialect, GatewayError error) throws IOException {
        if (!response.isCommitted()) {
            put(response, error);
            json(response, dialect.error(error));
        }
    }

    /** Writes an error that is no reason to end the client's connection. */
    static void write(
            HttpServletRequest request, HttpServletResponse response, ClientDialect dialect, GatewayError error)
            throws IOException {
        if (!response.isCommitted()) {
            put(response, error);
            byte[] body = announce(response, dialect.error(error));
            LastingConnection.keep(request, response);
            response.getOutputStream().write(body);
        }
    }

    private static void put(HttpServletResponse response, GatewayError error) {
        response.resetBuffer();
        response.setStatus(error.status());
        if (error.retryAfter() != null) {
            LimitHeaders.retryAfter(response, error.retryAfter());
        }
    }

    /** Writes a JSON body. */
    static void json(HttpServletResponse response, String body) throws IOException {
        response.getOutputStream().write(announce(response, body));
    }

    private static byte[] announce(HttpServletResponse response, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        return bytes;
    }
}

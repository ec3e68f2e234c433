package io.tollgate.proxy;

import static io.tollgate.chat.GatewayError.invalid;
import static io.tollgate.chat.GatewayError.server;

import io.tollgate.access.Refusal;
import io.tollgate.chat.GatewayError;
import io.tollgate.dialect.ClientDialect;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.usage.UsageRecord.Outcome;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** What callers are told when there is no answer, and how it is written. */
final class ProxyErrors {

    static final GatewayError SEALED = server(
            503, "gateway_sealed", "The gateway is sealed: its administrator has to put its master key in place.");
    static final GatewayError LOADING = server(503, "gateway_starting", "The gateway is starting: try again soon.")
            .retryAfter(Duration.ofSeconds(1));
    static final GatewayError STOPPING = server(503, "gateway_stopping", "The gateway is stopping: try again soon.")
            .retryAfter(Duration.ofSeconds(1));
    static final GatewayError INTERNAL = server(500, "internal_error", "The gateway failed: its log says why.");

    static final GatewayError NOT_OFFERED = invalid(
            404,
            "endpoint_not_offered",
            "The gateway does not offer this part of the API: it keeps nothing between requests. See the README for what it offers.");

    static final GatewayError ENCODED = invalid(
            415,
            "unsupported_content_encoding",
            "Send the request body as it is, without the header 'Content-Encoding'.");

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
            case Refusal.MetricsNotAllowed() -> invalid(403, "metrics_not_allowed", "Your key may not read metrics.");
        };
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

    /** How an exchange that failed at the provider counts. */
    static Outcome outcome(ProviderFailure failure) {
        return switch (failure) {
            case ProviderFailure.TimedOut _ -> Outcome.UPSTREAM_TIMEOUT;
            case ProviderFailure.Rejected _,
                    ProviderFailure.RateLimited _,
                    ProviderFailure.Unauthorized _,
                    ProviderFailure.Unsupported _ -> Outcome.UPSTREAM_REJECTED;
            case ProviderFailure.Unreachable _,
                    ProviderFailure.AddressRefused _,
                    ProviderFailure.Broken _,
                    ProviderFailure.Unavailable _,
                    ProviderFailure.BadAnswer _ -> Outcome.UPSTREAM_ERROR;
        };
    }

    /** Writes an error in a client's dialect, unless part of an answer has gone out already. */
    static void write(HttpServletResponse response, ClientDialect dialect, GatewayError error) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(error.status());
        if (error.retryAfter() != null) {
            response.setHeader(
                    "Retry-After",
                    Long.toString(Math.max(1, error.retryAfter().plusMillis(999).toSeconds())));
        }
        json(response, dialect.error(error));
    }

    /** Writes a JSON body. */
    static void json(HttpServletResponse response, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.GatewayError;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** An error in Google's shape. */
final class GeminiError {

    private GeminiError() {}

    static String write(GatewayError error) {
        ObjectNode body = Json.object();
        ObjectNode inner = body.putObject("error")
                .put("code", error.status())
                .put("message", error.message())
                .put("status", status(error.status()));
        Duration wait = error.retryAfter();
        if (wait != null) {
            inner.putArray("details")
                    .addObject()
                    .put("@type", "type.googleapis.com/google.rpc.RetryInfo")
                    .put("retryDelay", wait.toSeconds() + "s");
        }
        return Json.text(body);
    }

    /** Google's word for an HTTP status. */
    private static String status(int status) {
        return switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 402, 429 -> "RESOURCE_EXHAUSTED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ABORTED";
            case 408, 504 -> "DEADLINE_EXCEEDED";
            case 499 -> "CANCELLED";
            case 501 -> "UNIMPLEMENTED";
            case 502, 503 -> "UNAVAILABLE";
            default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
    }
}

package io.tollgate.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told when there is no answer; every dialect writes it in its own shape.
 *
 * @param status HTTP status
 * @param type OpenAI's error type, e.g. {@code invalid_request_error}
 * @param code stable and machine-readable
 * @param message says what to fix; names no upstream host and no key
 * @param param the part of the request that is wrong
 * @param retryAfter when to try again
 */
public record GatewayError(
        int status,
        String type,
        String code,
        String message,
        @Nullable String param,
        @Nullable Duration retryAfter) {

    /** The request is wrong. */
    public static GatewayError invalid(int status, String code, String message) {
        return new GatewayError(status, "invalid_request_error", code, message, null, null);
    }

    /** A part of the request is wrong. */
    public static GatewayError invalidParam(String param, String code, String message) {
        return new GatewayError(400, "invalid_request_error", code, message, param, null);
    }

    /** The gateway or the upstream cannot answer. */
    public static GatewayError server(int status, String code, String message) {
        return new GatewayError(status, "server_error", code, message, null, null);
    }

    public GatewayError retryAfter(@Nullable Duration wait) {
        return new GatewayError(status, type, code, message, param, wait);
    }
}

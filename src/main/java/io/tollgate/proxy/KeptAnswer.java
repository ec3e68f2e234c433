package io.tollgate.proxy;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * An answer as a client got it, to be given again.
 *
 * @param print of the request
 * @param requestId of the exchange that made it
 * @param headers those that belong to the answer, rather than to the exchange
 * @param until when it is forgotten
 */
record KeptAnswer(
        byte[] print,
        String requestId,
        int status,
        String contentType,
        Map<String, String> headers,
        byte[] body,
        Instant until) {

    /** About what the rest of it takes, in bytes. */
    private static final int REST = 512;

    /** About what it takes, in bytes. */
    long size() {
        return REST + body.length;
    }

    boolean isOf(byte[] otherPrint) {
        return Arrays.equals(print, otherPrint);
    }

    /** Gives it again, and says so. */
    void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(contentType);
        headers.forEach(response::setHeader);
        response.setHeader("Idempotent-Replayed", "true");
        response.setHeader("x-tollgate-replay-of", requestId);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}

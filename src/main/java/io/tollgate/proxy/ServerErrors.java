package io.tollgate.proxy;

import static io.tollgate.chat.GatewayError.invalid;
import static io.tollgate.chat.GatewayError.server;

import io.tollgate.chat.GatewayError;
import io.tollgate.dialect.OpenAiClientDialect;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the shape of errors what Tomcat refuses by itself, where it would write a page of its own. */
final class ServerErrors extends ErrorReportValve {

    private static final Logger log = LoggerFactory.getLogger(ServerErrors.class);

    private final RequestIds requestIds;

    ServerErrors(RequestIds requestIds) {
        this.requestIds = requestIds;
    }

    /** Spares the application what is refused already. */
    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (response.isErrorReportRequired()) {
            response.setSuspended(false);
            report(request, response, null);
        } else {
            super.invoke(request, response);
        }
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable reason) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        if (!response.containsHeader("x-request-id")) {
            ProxyFilter.putHeaders(
                    response, requestIds.of(request.getHeader("x-request-id"), request.getHeader("request-id")));
        }
        byte[] body = OpenAiClientDialect.errorBody(error(response.getStatus())).getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            log.debug("An error could not be written", e);
        }
    }

    private static GatewayError error(int status) {
        return switch (status) {
            case 404 -> ProxyErrors.unknownPath("/v1");
            case 405 -> invalid(status, "method_not_allowed", "The gateway does not know this method.");
            case 500 -> ProxyErrors.INTERNAL;
            case 501 ->
                server(status, "not_implemented", "Send the body with a length, or in chunks, and no other way.");
            case 503 -> ProxyErrors.STOPPING;
            case 505 -> server(status, "http_version_not_supported", "The gateway speaks HTTP/1.1.");
            default ->
                status < 500
                        ? invalid(
                                status,
                                "malformed_request",
                                "The request's first line, path or headers are not well formed, or too long.")
                        : server(status, "internal_error", ProxyErrors.INTERNAL.message());
        };
    }
}

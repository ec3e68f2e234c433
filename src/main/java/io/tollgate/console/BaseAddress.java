package io.tollgate.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.util.ForwardedHeaderUtils;
import org.springframework.web.util.UriComponentsBuilder;

/** Where this installation answers, as the person who asks reaches it; for showing, nothing is decided by it. */
final class BaseAddress {

    private static final String PREFIX_HEADER = "X-Forwarded-Prefix";
    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    private BaseAddress() {}

    /** Scheme, host, port and context path, without a slash at the end. */
    static String of(HttpServletRequest request) {
        return origin(request)
                .replacePath(prefix(request) + request.getContextPath())
                .replaceQuery(null)
                .build()
                .toUriString();
    }

    /** What programs take as the base URL of an OpenAI API. */
    static String api(HttpServletRequest request) {
        return of(request) + "/v1";
    }

    private static UriComponentsBuilder origin(HttpServletRequest request) {
        ServletServerHttpRequest received = new ServletServerHttpRequest(request);
        try {
            return ForwardedHeaderUtils.adaptFromForwardedHeaders(received.getURI(), received.getHeaders());
        } catch (IllegalArgumentException malformed) {
            return UriComponentsBuilder.fromUri(received.getURI());
        }
    }

    private static String prefix(HttpServletRequest request) {
        String prefix = request.getHeader(PREFIX_HEADER);
        return prefix != null && PREFIX.matcher(prefix).matches() && !prefix.equals(request.getContextPath())
                ? prefix
                : "";
    }
}

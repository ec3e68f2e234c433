package io.tollgate.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends a browser to another page: by a redirect, or by the header that htmx follows with the whole page. */
final class Redirect {

    private static final String HTMX_REQUEST = "HX-Request";

    private Redirect() {}

    static void to(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String target = request.getContextPath() + path;
        if (isHtmx(request)) {
            response.setHeader("HX-Redirect", target);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.sendRedirect(target);
        }
    }

    static boolean isHtmx(HttpServletRequest request) {
        return request.getHeader(HTMX_REQUEST) != null;
    }
}

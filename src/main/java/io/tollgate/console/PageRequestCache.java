package io.tollgate.console;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/** Remembers whole pages only, not what a page loads by itself. */
class PageRequestCache extends HttpSessionRequestCache {

    PageRequestCache() {
        setRequestMatcher(PageRequestCache::isPage);
    }

    private static boolean isPage(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return request.getMethod().equals("GET")
                && !Redirect.isHtmx(request)
                && accept != null
                && accept.contains("text/html");
    }
}

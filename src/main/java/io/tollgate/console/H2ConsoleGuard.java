package io.tollgate.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets through to the database console what comes straight from this machine, only the console's actions on data, and
 * only connections to our own database: its login page would take any JDBC URL.
 */
final class H2ConsoleGuard extends OncePerRequestFilter {

    private static final String DRIVER = "org.h2.Driver";
    private static final Set<String> CONNECTING = Set.of("login.do", "test.do");
    private static final Set<String> ACTIONS = Set.of(
            "index.do",
            "login.do",
            "test.do",
            "logout.do",
            "tables.do",
            "query.do",
            "editResult.do",
            "getHistory.do",
            "autoCompleteList.do");

    /** A proxy on this machine has the machine's address; these tell that somebody else is behind it. */
    private static final List<String> FORWARDING =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private static final String REWRITTEN_BY_TOMCAT = "org.apache.tomcat.request.forwarded";

    private final String url;

    H2ConsoleGuard(String url) {
        this.url = url;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isDirect(received(request)) && isSameSite(request) && isAllowed(request)) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private boolean isAllowed(HttpServletRequest request) {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        String page = path.startsWith("/") ? path.substring(1) : path;
        if (page.endsWith(".jsp")) {
            return !page.startsWith("admin") && !page.startsWith("tools");
        }
        if (!page.endsWith(".do")) {
            return true;
        }
        return ACTIONS.contains(page)
                && (!CONNECTING.contains(page) || (is(request, "driver", DRIVER) && is(request, "url", url)));
    }

    private static boolean is(HttpServletRequest request, String parameter, String value) {
        String[] given = request.getParameterValues(parameter);
        return given != null && given.length == 1 && given[0].equals(value);
    }

    private static boolean isDirect(HttpServletRequest received) {
        return isLoopback(received.getRemoteAddr())
                && received.getAttribute(REWRITTEN_BY_TOMCAT) == null
                && FORWARDING.stream().allMatch(header -> received.getHeader(header) == null);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /** The console's actions carry no token against forgery, so a browser must say they come from its own pages. */
    private static boolean isSameSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site == null || site.equals("same-origin") || site.equals("none");
    }

    /** The request as it came in, before any filter put forwarded addresses into it. */
    private static HttpServletRequest received(HttpServletRequest request) {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        return (HttpServletRequest) innermost;
    }
}

package io.tollgate.console;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which paths of the console are for whom. */
final class ConsolePaths {

    static final String PASSWORD = "/profile/password";

    /** For everybody, signed in or not. */
    static final RequestMatcher OPEN = new OrRequestMatcher(
            pathPattern(GET, "/assets/**"),
            pathPattern(GET, "/vendor/**"),
            pathPattern(GET, "/favicon.ico"),
            pathPattern("/login"),
            pathPattern(POST, "/preferences"));

    /** For everybody who is signed in. */
    static final RequestMatcher OWN =
            new OrRequestMatcher(pathPattern(GET, "/profile"), pathPattern(PASSWORD), pathPattern(POST, "/logout"));

    /** Nothing but forms: nothing to look at for who may not send them. */
    static final RequestMatcher FORMS = new OrRequestMatcher(
            pathPattern(GET, "/providers/new"),
            pathPattern(GET, "/providers/{id}/edit"),
            pathPattern(GET, "/models/new"),
            pathPattern(GET, "/models/{id}/deployments/{deployment}"),
            pathPattern(GET, "/teams/{id}/edit"),
            pathPattern(GET, "/keys/new"));

    /** Pages that a viewer may look at; everything else is for administrators. */
    static final RequestMatcher VIEWED = new OrRequestMatcher(
            pathPattern(GET, "/"),
            pathPattern(GET, "/overview/**"),
            pathPattern(GET, "/logs/**"),
            pathPattern(GET, "/usage"),
            pathPattern(GET, "/usage.csv"),
            pathPattern(GET, "/connect"),
            pathPattern(GET, "/providers/**"),
            pathPattern(GET, "/models/**"),
            pathPattern(GET, "/prices"),
            pathPattern(GET, "/teams/**"),
            pathPattern(GET, "/keys/**"),
            pathPattern(GET, "/limits/**"),
            pathPattern(GET, "/alerts"),
            pathPattern(GET, "/system"));

    private static final RequestMatcher PASSWORD_CHANGE =
            new OrRequestMatcher(pathPattern(PASSWORD), pathPattern(POST, "/logout"));

    private ConsolePaths() {}

    static boolean isOpen(HttpServletRequest request) {
        return OPEN.matches(request);
    }

    static boolean isPasswordChange(HttpServletRequest request) {
        return PASSWORD_CHANGE.matches(request);
    }
}

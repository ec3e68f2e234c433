package io.tollgate.console;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.DefaultSavedRequest;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.stereotype.Component;

/** Where a browser goes around the login: to it, back from it, and out of it. */
@Component
class SignInRedirects
        implements AuthenticationEntryPoint,
                AuthenticationSuccessHandler,
                AuthenticationFailureHandler,
                AccessDeniedHandler {

    private final RequestCache wanted = new PageRequestCache();
    private final AccessDeniedHandler forbidden = new AccessDeniedHandlerImpl();
    private final Landing landing;

    SignInRedirects(Landing landing) {
        this.landing = landing;
    }

    /** Remembers the page that somebody wanted before signing in. */
    RequestCache wanted() {
        return wanted;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException problem)
            throws IOException {
        Redirect.to("/login", request, response);
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response, Authentication who)
            throws IOException {
        String page = wantedPage(request, response);
        if (page != null) {
            response.sendRedirect(page);
        } else {
            Redirect.to(
                    who.getPrincipal() instanceof SignedIn signedIn ? landing.pathFor(signedIn) : "/",
                    request,
                    response);
        }
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException problem)
            throws IOException {
        Redirect.to(
                problem instanceof CredentialsExpiredException ? "/login?stale" : "/login?error", request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException problem)
            throws IOException, ServletException {
        if (problem instanceof CsrfException && !isSignedIn()) {
            Redirect.to("/login?expired", request, response);
        } else {
            forbidden.handle(request, response, problem);
        }
    }

    private static boolean isSignedIn() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && who.getPrincipal() instanceof SignedIn;
    }

    private @Nullable String wantedPage(HttpServletRequest request, HttpServletResponse response) {
        if (!(wanted.getRequest(request, response) instanceof DefaultSavedRequest saved)) {
            return null;
        }
        wanted.removeRequest(request, response);
        String page = saved.getRequestURI();
        if (page == null || page.equals(request.getContextPath() + "/")) {
            return null;
        }
        return saved.getQueryString() == null ? page : page + "?" + saved.getQueryString();
    }
}

package io.tollgate.console;

import io.tollgate.account.User;
import io.tollgate.account.Users;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Asks the user's row on every page: who was disabled, got another role or another password is signed out at once, and
 * who must change the password sees no other page before.
 */
class SignedInFilter extends OncePerRequestFilter {

    /** Name of a request attribute that is there while somebody must choose a password. */
    static final String MUST_CHANGE_PASSWORD = SignedInFilter.class.getName() + ".mustChangePassword";

    private final Users users;

    SignedInFilter(Users users) {
        this.users = users;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return ConsolePaths.isOpen(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof SignedIn signedIn)) {
            chain.doFilter(request, response);
            return;
        }
        Optional<User> user = users.findById(signedIn.id()).filter(signedIn::isCurrent);
        if (user.isEmpty()) {
            new SecurityContextLogoutHandler().logout(request, response, authentication);
            Redirect.to("/login?expired", request, response);
        } else if (user.get().isMustChangePassword() && !ConsolePaths.isPasswordChange(request)) {
            Redirect.to(ConsolePaths.PASSWORD, request, response);
        } else {
            if (user.get().isMustChangePassword()) {
                request.setAttribute(MUST_CHANGE_PASSWORD, true);
            }
            chain.doFilter(request, response);
        }
    }
}

package io.tollgate.console;

import io.tollgate.account.Role;
import io.tollgate.account.User;
import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Who is signed in, as the session remembers it.
 *
 * @param passwordMark tells whether the password was changed since; no secret
 */
record SignedIn(UUID id, String name, Role role, int passwordMark) implements AuthenticatedPrincipal, Serializable {

    static SignedIn of(User user) {
        return new SignedIn(
                user.getId(),
                user.getName(),
                user.getRole(),
                user.getPasswordHash().hashCode());
    }

    /** Whether this is still what the user's row says. */
    boolean isCurrent(User user) {
        return !user.isDisabled() && !user.isRetired() && equals(of(user));
    }

    Authentication authentication() {
        return UsernamePasswordAuthenticationToken.authenticated(
                this, null, List.of(new SimpleGrantedAuthority("ROLE_" + role)));
    }

    @Override
    public String getName() {
        return name;
    }
}

package io.tollgate.console;

import io.tollgate.account.Passwords;
import io.tollgate.account.User;
import io.tollgate.account.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Checks a name and a password; takes the same time and says the same whether or not there is such a user. */
@Component
class PasswordLogin implements AuthenticationProvider {

    private final Users users;
    private final Passwords passwords;
    private final LoginBackoff backoff;
    private final InstantSource clock;

    PasswordLogin(Users users, Passwords passwords, LoginBackoff backoff, InstantSource clock) {
        this.users = users;
        this.passwords = passwords;
        this.backoff = backoff;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String name = attempt.getName().strip();
        String address = address(attempt);
        if (!backoff.admit(name, address)) {
            throw new BadCredentialsException("Too many attempts");
        }
        Optional<User> known = users.findByLiveName(name).filter(user -> !user.isDisabled());
        boolean right = passwords.matches(
                String.valueOf(attempt.getCredentials()),
                known.map(User::getPasswordHash).orElse(null));
        if (known.isEmpty() || !right) {
            throw new BadCredentialsException("Wrong name or password");
        }
        backoff.succeeded(name, address);
        User user = known.get();
        if (isExpired(user.getPasswordExpiresAt())) {
            throw new CredentialsExpiredException("The first password has expired");
        }
        return SignedIn.of(user).authentication();
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return authentication == UsernamePasswordAuthenticationToken.class;
    }

    private boolean isExpired(@Nullable Instant expiresAt) {
        return expiresAt != null && !clock.instant().isBefore(expiresAt);
    }

    private static String address(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details
                ? details.getRemoteAddress()
                : "unknown";
    }
}

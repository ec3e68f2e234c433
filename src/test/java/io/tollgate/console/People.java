package io.tollgate.console;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import io.tollgate.account.Passwords;
import io.tollgate.account.Role;
import io.tollgate.account.User;
import io.tollgate.account.Users;
import io.tollgate.storage.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The people of the console's tests, their passwords, and the time they live in. */
@TestConfiguration(proxyBeanMethods = false)
class People {

    static final String PASSWORD = "correct horse battery";

    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private static final String HASH = new Passwords().hash(PASSWORD);

    private final Map<UUID, User> rows = new ConcurrentHashMap<>();
    private Instant now = NOW;

    final User admin = add("alice", Role.ADMIN, Source.CONSOLE);
    final User viewer = add("victor", Role.VIEWER, Source.CONSOLE);
    final User declared = add("dora", Role.ADMIN, Source.FILE);

    private User add(String name, Role role, Source source) {
        User user = new User(UUID.randomUUID(), name, HASH, role, source, NOW);
        rows.put(user.getId(), user);
        return user;
    }

    /** Somebody whose first password is still to be changed. */
    User newcomer() {
        User user = add("newcomer", Role.ADMIN, Source.CONSOLE);
        user.issuePassword(HASH, NOW.plus(Duration.ofHours(24)));
        return user;
    }

    static RequestPostProcessor signedIn(User user) {
        return authentication(SignedIn.of(user).authentication());
    }

    RequestPostProcessor admin() {
        return signedIn(admin);
    }

    RequestPostProcessor viewer() {
        return signedIn(viewer);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Bean
    InstantSource clock() {
        return () -> now;
    }

    @Bean
    Users users() {
        Users users = mock(Users.class);
        when(users.findById(any())).thenAnswer(call -> Optional.ofNullable(rows.get(call.<UUID>getArgument(0))));
        when(users.save(any())).thenAnswer(call -> call.getArgument(0));
        when(users.findByLiveName(any()))
                .thenAnswer(call -> rows.values().stream()
                        .filter(user -> user.getName().equals(call.getArgument(0)))
                        .findFirst());
        return users;
    }
}

package io.tollgate.account;

import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Lets the first person in: where there is no administrator, it makes one with a random password, which has to be
 * changed at the first login, holds for a day, and is made anew by every start while it is unused.
 */
@Component
class FirstAdministrator implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);
    private static final Duration HOLDS = Duration.ofHours(24);
    private static final String NAME = "admin";

    private final Users users;
    private final Passwords passwords;
    private final FirstPassword firstPassword;
    private final Ids ids;
    private final InstantSource clock;

    FirstAdministrator(Users users, Passwords passwords, FirstPassword firstPassword, Ids ids, InstantSource clock) {
        this.users = users;
        this.passwords = passwords;
        this.firstPassword = firstPassword;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        List<User> people = users.findByRetiredAtIsNullOrderByName();
        if (people.stream().anyMatch(user -> user.getRole() == Role.ADMIN && !user.isMustChangePassword())) {
            retireUnused(people);
            firstPassword.forget();
            return;
        }
        User admin = people.stream()
                .filter(User::isMustChangePassword)
                .findFirst()
                .orElseGet(
                        () -> new User(ids.next(), freeName(people), "", Role.ADMIN, Source.CONSOLE, clock.instant()));
        String password = firstPassword.issue();
        admin.issuePassword(passwords.hash(password), clock.instant().plus(HOLDS));
        users.save(admin);
        announce(admin, password);
    }

    /** Somebody else was declared as administrator before the first password was used. */
    private void retireUnused(List<User> people) {
        Instant now = clock.instant();
        people.stream().filter(User::isMustChangePassword).forEach(user -> {
            user.retire(now);
            users.save(user);
        });
    }

    private static String freeName(List<User> people) {
        return Stream.iterate(1, n -> n + 1)
                .map(n -> n == 1 ? NAME : NAME + n)
                .filter(name -> people.stream().noneMatch(user -> user.getName().equals(name)))
                .findFirst()
                .orElseThrow();
    }

    private void announce(User admin, String password) {
        log.warn("""
                First start: sign in to the console and change the password.

                    ============================================================
                      Name:      {}
                      Password:  {}
                      It expires in 24 hours; a restart makes a new one.
                      It is also in {}
                    ============================================================
                """, admin.getName(), password, firstPassword.file());
    }
}

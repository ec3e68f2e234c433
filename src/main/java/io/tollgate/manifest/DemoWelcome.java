package io.tollgate.manifest;

import io.tollgate.account.FirstPassword;
import io.tollgate.account.User;
import io.tollgate.account.Users;
import io.tollgate.vault.Secret;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says on the terminal how to try the demo, once the server answers; the log never sees the key. */
@Component
final class DemoWelcome {

    private static final String TEXT = """

            Tollgate runs in demo mode, for this machine only.

              Console:  %1$s/
              Sign in:  %2$s
              Try it:

            curl %1$s/v1/chat/completions -H "Authorization: Bearer %3$s" -H "Content-Type: application/json" \
            -d '{"model":"%4$s","messages":[{"role":"user","content":"Hello"}]}'
            """;

    private final Environment environment;
    private final Users users;
    private final FirstPassword firstPassword;
    private final PrintStream terminal;
    private @Nullable Secret key;

    DemoWelcome(Environment environment, Users users, FirstPassword firstPassword) {
        this.environment = environment;
        this.users = users;
        this.firstPassword = firstPassword;
        this.terminal = System.out;
    }

    /** Keeps the key until it can be told. */
    void invite(Secret newKey) {
        key = newKey;
    }

    @EventListener
    void tell(ApplicationReadyEvent ready) {
        Secret secret = key;
        String port = environment.getProperty("local.server.port");
        if (secret == null || port == null) {
            return;
        }
        key = null;
        String url = "http://127.0.0.1:" + port + environment.getProperty("server.servlet.context-path", "");
        terminal.println(TEXT.formatted(url, signIn(), secret.reveal(), DemoSeed.MODEL));
    }

    private String signIn() {
        return users.findByRetiredAtIsNullOrderByName().stream()
                .filter(User::isMustChangePassword)
                .findFirst()
                .map(user -> "as " + user.getName() + ", with the first password in " + firstPassword.file())
                .orElse("with the password you chose");
    }
}

package io.tollgate.manifest;

import io.tollgate.storage.DataDirectory;
import io.tollgate.vault.Secret;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says on the terminal how to try the demo, once the server answers; the log never sees the key. */
@Component
final class DemoWelcome {

    private static final String FIRST_PASSWORD = "admin.password";

    private final Environment environment;
    private final Path firstPassword;
    private final PrintStream terminal;
    private @Nullable Secret key;

    DemoWelcome(Environment environment, DataDirectory directory) {
        this.environment = environment;
        this.firstPassword = directory.file(FIRST_PASSWORD);
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
        String signIn = Files.exists(firstPassword) ? "admin, first password in " + firstPassword : "as before";
        terminal.println("""

                Tollgate runs in demo mode, for this machine only.

                  Console:  %s/
                  Sign in:  %s

                  Try it:
                  curl %s/v1/chat/completions -H "Authorization: Bearer %s" -H "Content-Type: application/json" \
                -d '{"model":"%s","messages":[{"role":"user","content":"Hello"}]}'
                """.formatted(url, signIn, url, secret.reveal(), DemoSeed.MODEL));
    }
}

package io.tollgate.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.account.Role;
import io.tollgate.account.User;
import io.tollgate.account.Users;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.vault.KeyHasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Declarations that clash with what is there, or name what is not: nothing of their file is applied. */
@SpringBootTest(
        classes = ManifestSlice.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "tollgate.home=target/manifest-rows-tests/${random.uuid}",
            "spring.datasource.url=jdbc:h2:mem:manifest-rows-tests"
        })
class RefusedRowsTests {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String OTHER_HASH = "{bcrypt}$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    @TempDir
    Path directory;

    @Autowired
    private ManifestReader reader;

    @Autowired
    private ManifestRows rows;

    @Autowired
    private Providers providers;

    @Autowired
    private Teams teams;

    @Autowired
    private VirtualKeys keys;

    @Autowired
    private Users users;

    @Autowired
    private KeyHasher hasher;

    @Autowired
    private Ids ids;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void empty() {
        ManifestSlice.empty(jdbc);
    }

    @Test
    void refusesNamesOfTheConsoleAndAppliesNothing() {
        providers.save(new Provider(ids.next(), "main", "openai", BaseUrl.parse("https://h"), Source.CONSOLE, NOW));
        teams.save(new Team(ids.next(), "search", Source.DEMO, NOW));

        ManifestException failure = failure(ManifestRowsTests.ALL);

        assertThat(failure.getMessage())
                .contains("line 3, providers[main]: was made in the console already")
                .contains("line 15, teams[search]: was made by demo mode already");
        assertThat(ManifestSlice.rows(jdbc)).isEqualTo(2);
    }

    @Test
    void declaresTheAdministratorThatNobodyUsedYet() {
        User first = new User(ids.next(), "ops", OTHER_HASH, Role.ADMIN, Source.CONSOLE, NOW);
        first.issuePassword(OTHER_HASH, NOW);
        users.save(first);

        apply(ManifestRowsTests.ALL);
        assertThat(users.findByLiveName("ops").orElseThrow().isDeclared()).isTrue();

        ManifestSlice.empty(jdbc);
        users.save(new User(ids.next(), "ops", OTHER_HASH, Role.ADMIN, Source.CONSOLE, NOW));
        assertThat(failure(ManifestRowsTests.ALL).getMessage()).contains("users[ops]: was made in the console already");
    }

    @Test
    void refusesWhatDoesNotExist() {
        ManifestException failure = failure("""
            version: 1
            models:
              - name: gpt
                deployments:
                  - {provider: nowhere, model: x}
            keys:
              - {name: k, team: nobody, secret: abc}
            """);

        assertThat(failure.getMessage())
                .contains("line 5, models[gpt].deployments[0]: names a provider that does not exist")
                .contains("line 7, keys[k]: names a team that does not exist");
        assertThat(ManifestSlice.rows(jdbc)).isZero();
    }

    @Test
    void refusesOneSecretForTwoKeys() {
        Team team = teams.save(new Team(ids.next(), "typed", Source.CONSOLE, NOW));
        VirtualKey typed =
                new VirtualKey(ids.next(), team.getId(), "typed", "p", hash("sk-planted-new"), Source.CONSOLE, NOW);
        typed.rotate("p", hash("sk-planted-newest"), NOW, NOW);
        keys.save(typed);

        ManifestException failure = failure("""
            version: 1
            keys:
              - {name: a, team: typed, secret: sk-planted-a}
              - {name: b, team: typed, secret: sk-planted-a}
              - {name: c, team: typed, secret: sk-planted-new}
              - {name: d, team: typed, secret: sk-planted-newest}
            """);

        assertThat(failure.getMessage())
                .contains("line 4, keys[b]: has the secret of another key: line 3")
                .contains("line 5, keys[c]: has the secret of another key: a key made in the console")
                .contains("line 6, keys[d]: has the secret of another key: a key made in the console")
                .doesNotContain("planted");
    }

    private void apply(String yaml) {
        try {
            Path file = directory.resolve("tollgate.yaml");
            Files.writeString(file, yaml);
            rows.apply(reader.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ManifestException failure(String yaml) {
        ManifestException failure = catchThrowableOfType(ManifestException.class, () -> apply(yaml));
        assertThat(failure).as("the failure").isNotNull();
        return failure;
    }

    private String hash(String secret) {
        return HexFormat.of().formatHex(hasher.hash(secret));
    }
}

package io.tollgate.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A start without the right key leaves every row as it was, secrets byte for byte, and the right key opens them again.
 * The file itself is no measure: H2 writes its own bookkeeping into it whenever it opens it.
 */
class SealedDatabaseTests {

    private static final UUID PROVIDER = UUID.fromString("0193a7a0-0000-7000-8000-000000000001");
    private static final String ORIGIN = "https://api.example.com";

    @TempDir
    private Path temp;

    private Path key;
    private VaultStarts vaults;

    /** What may have become of a key file. */
    enum Mishap {
        MISSING("missing") {
            @Override
            void befall(Path key) throws IOException {
                Files.delete(key);
            }
        },
        EMPTY("32 bytes") {
            @Override
            void befall(Path key) throws IOException {
                Files.write(key, new byte[0]);
            }
        },
        SHORT("32 bytes") {
            @Override
            void befall(Path key) throws IOException {
                Files.writeString(key, "c2hvcnQ=\n");
            }
        },
        WRONG("not the one") {
            @Override
            void befall(Path key) throws IOException {
                Files.write(key, KeyBytes.newFile());
            }
        },
        READABLE("other users") {
            @Override
            void befall(Path key) throws IOException {
                Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
            }
        };

        private final String reason;

        Mishap(String reason) {
            this.reason = reason;
        }

        abstract void befall(Path key) throws IOException;
    }

    @BeforeEach
    void keepACredential() {
        Path home = temp.resolve("home");
        key = home.resolve("master.key");
        vaults = new VaultStarts(home);
        vaults.run(context -> {
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            jdbc.sql("""
                insert into provider (id, version, name, source, disabled, created_at, dialect, base_url)
                values (?, 0, 'p', 'CONSOLE', false, current_timestamp, 'openai', ?)\
                """).params(PROVIDER, ORIGIN).update();
            jdbc.sql("""
                insert into credential
                    (id, version, provider_id, name, source, disabled, created_at, ciphertext, hint)
                values (?, 0, ?, 'c', 'CONSOLE', false, current_timestamp, ?, '...')\
                """)
                    .params(
                            UUID.randomUUID(),
                            PROVIDER,
                            context.getBean(Vault.class).encrypt(PROVIDER, ORIGIN, Secret.of("sk-1")))
                    .update();
        });
        vaults.state();
    }

    @ParameterizedTest
    @EnumSource(Mishap.class)
    void isLeftAsItWas(Mishap mishap) throws IOException {
        List<String> secrets = secrets();
        String script = script();
        Path aside = Files.copy(key, temp.resolve("aside"), StandardCopyOption.COPY_ATTRIBUTES);
        mishap.befall(key);

        assertThat(vaults.sealedReason()).contains(mishap.reason);

        assertThat(secrets()).hasSizeGreaterThan(2).isEqualTo(secrets);
        assertThat(script()).isEqualTo(script);
        assertThat(Files.exists(key)).isEqualTo(mishap != Mishap.MISSING);
        Files.move(aside, key, StandardCopyOption.REPLACE_EXISTING);
        assertThat(vaults.<String>start(context -> context.getBean(Vault.class)
                        .decrypt(PROVIDER, ORIGIN, text(secrets.getFirst()))
                        .reveal()))
                .isEqualTo("sk-1");
    }

    /** The bytes of every ciphertext and every check value, in hex; the credential's first. */
    private List<String> secrets() {
        return vaults.start(context ->
                context.getBean(JdbcClient.class).sql("""
                    select rawtohex(ciphertext) from credential
                    union all
                    select * from (select rawtohex(entry_value) from vault_entry order by name)\
                    """).query(String.class).list());
    }

    private static String text(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_16BE);
    }

    private String script() {
        return vaults.start(context -> String.join(
                "\n",
                context.getBean(JdbcClient.class)
                        .sql("script")
                        .query(String.class)
                        .list()));
    }
}

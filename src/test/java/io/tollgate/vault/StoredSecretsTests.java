package io.tollgate.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

class StoredSecretsTests {

    private static final UUID ID = UUID.fromString("0193a7a0-0000-7000-8000-000000000001");
    private static final String CREDENTIAL = "sk-canary-4fJ7wQ2mZ8xT1vB6";
    private static final String VIRTUAL_KEY = "tg_canary-9dK3sL5nR7yH2cP0";
    private static final String PASSPHRASE = "canary horse battery staple";

    @TempDir
    private Path home;

    @Test
    void leaveNoTraceInTheDatabaseOrItsDump() throws IOException {
        VaultStarts vaults = new VaultStarts(home);
        vaults.run(this::store, "ENCRYPTION_KEY=" + PASSPHRASE);
        vaults.run(
                context -> context.getBean(JdbcClient.class)
                        .sql("script to '" + home.resolve("dump.sql") + "'")
                        .query()
                        .listOfRows(),
                "ENCRYPTION_KEY=" + PASSPHRASE);

        String pepper = Files.readString(home.resolve("pepper.key")).strip();
        assertThat(filesBesideTheKeys())
                .hasSizeGreaterThan(1)
                .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain(forms(CREDENTIAL))
                        .doesNotContain(forms(VIRTUAL_KEY))
                        .doesNotContain(forms(PASSPHRASE))
                        .doesNotContain(pepper));
        assertThat(home.resolve("dump.sql")).content().contains("master.check", "pepper.check");
    }

    private void store(AssertableApplicationContext context) {
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        String ciphertext = context.getBean(Vault.class).encrypt(ID, "https://api.example.com", Secret.of(CREDENTIAL));
        String hash = HexFormat.of().formatHex(context.getBean(KeyHasher.class).hash(VIRTUAL_KEY));
        for (String value : List.of(ciphertext, hash)) {
            jdbc.sql("insert into vault_entry (name, entry_value) values (?, ?)")
                    .params(value.substring(0, 20), value)
                    .update();
        }
    }

    private List<Path> filesBesideTheKeys() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".key"))
                    .toList();
        }
    }

    private static String[] forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        return new String[] {
            secret,
            secret.substring(0, 12),
            new StringBuilder(secret).reverse().toString(),
            base64.substring(0, base64.length() - 1),
            hex,
            hex.toUpperCase(Locale.ROOT),
            new String(secret.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1)
        };
    }
}

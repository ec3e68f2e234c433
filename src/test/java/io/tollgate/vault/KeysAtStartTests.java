package io.tollgate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.vault.VaultException.Reason.TwoSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysAtStartTests {

    private static final UUID PROVIDER = UUID.fromString("0193a7a0-0000-7000-8000-000000000001");
    private static final String ORIGIN = "https://api.example.com";

    @TempDir
    private Path temp;

    private Path home;
    private VaultStarts vaults;

    @BeforeEach
    void choosePlace() {
        home = temp.resolve("home");
        vaults = new VaultStarts(home);
    }

    @Test
    void makesItsKeysOnceAndKeepsThemPrivate() throws IOException {
        String ciphertext = encrypt("sk-1");
        String master = Files.readString(home.resolve("master.key"));

        assertThat(decrypt(ciphertext)).isEqualTo("sk-1");
        assertThat(home.resolve("master.key")).hasContent(master);
        for (String file : List.of("master.key", "pepper.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file))))
                    .isEqualTo("rw-------");
            assertThat(Base64.getDecoder()
                            .decode(Files.readString(home.resolve(file)).strip()))
                    .hasSize(32);
        }
    }

    @Test
    void isSealedWithoutItsMasterKeyAndChangesNothing() throws IOException {
        String ciphertext = encrypt("sk-1");
        List<String> before = vaults.start(vaults::rows);
        Path aside = Files.move(home.resolve("master.key"), temp.resolve("aside"));

        assertThat(vaults.sealedReason()).contains("missing", "master.key", "Put back");
        assertThat(home.resolve("master.key")).doesNotExist();
        assertThat(vaults.start(vaults::rows)).isEqualTo(before);

        Files.move(aside, home.resolve("master.key"));
        assertThat(decrypt(ciphertext)).isEqualTo("sk-1");
    }

    @Test
    void isSealedWithAnotherMasterKey() throws IOException {
        encrypt("sk-1");
        List<String> before = vaults.start(vaults::rows);
        Files.write(home.resolve("master.key"), KeyBytes.newFile());

        assertThat(vaults.sealedReason()).contains("not the one this database was made with");
        assertThat(vaults.start(vaults::rows)).isEqualTo(before);
    }

    @Test
    void isSealedWithAShortMasterKey() throws IOException {
        encrypt("sk-1");
        Files.writeString(home.resolve("master.key"), "c2hvcnQ=\n");

        assertThat(vaults.sealedReason()).contains("32 bytes");
    }

    @Test
    void isSealedWhenOthersCanReadItsKeys() throws IOException {
        encrypt("sk-1");
        for (String file : List.of("master.key", "pepper.key")) {
            for (String mode : List.of("rw-r--r--", "rw-r-----")) {
                Files.setPosixFilePermissions(home.resolve(file), PosixFilePermissions.fromString(mode));
                assertThat(vaults.sealedReason()).contains("other users", "chmod 600", file);
            }
            Files.setPosixFilePermissions(home.resolve(file), PosixFilePermissions.fromString("r--------"));
            assertThat(vaults.state()).isInstanceOf(VaultState.Open.class);
        }
    }

    @Test
    void takesTheKeyFromAFileInEitherForm() throws IOException {
        byte[] raw = KeyBytes.random(32);
        Path file = privately("given", raw);
        String ciphertext = encrypt("sk-1", "tollgate.master-key-file=" + file);

        Files.writeString(file, Base64.getEncoder().encodeToString(raw) + "\n");

        assertThat(decrypt(ciphertext, "tollgate.master-key-file=" + file)).isEqualTo("sk-1");
        assertThat(home.resolve("master.key")).doesNotExist();
        assertThat(vaults.sealedReason()).contains("missing");
    }

    @Test
    void isSealedWhenTheGivenFileIsNotThereOrExposed() throws IOException {
        Path file = temp.resolve("given");
        assertThat(vaults.sealedReason("tollgate.master-key-file=" + file)).contains("missing", "given");

        Files.write(file, KeyBytes.newFile());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(vaults.sealedReason("tollgate.master-key-file=" + file)).contains("other users");

        assertThat(vaults.start(vaults::rows, "tollgate.master-key-file=" + file))
                .isEmpty();
        assertThat(home.resolve("master.key")).doesNotExist();
        assertThat(home.resolve("pepper.key")).doesNotExist();
    }

    @Test
    void takesTheKeyFromASetting() {
        String key = Base64.getEncoder().encodeToString(KeyBytes.random(32));
        String ciphertext = encrypt("sk-1", "ENCRYPTION_KEY=" + key);

        assertThat(decrypt(ciphertext, "tollgate.encryption-key=" + key)).isEqualTo("sk-1");
        assertThat(home.resolve("master.key")).doesNotExist();
    }

    @Test
    void derivesTheKeyFromAPassphraseWithTheDatabasesSalt() {
        String ciphertext = encrypt("sk-1", "ENCRYPTION_KEY=correct horse battery");

        assertThat(decrypt(ciphertext, "ENCRYPTION_KEY=correct horse battery")).isEqualTo("sk-1");
        assertThat(vaults.sealedReason("ENCRYPTION_KEY=correct horse batterz")).contains("not the one");
        assertThat(vaults.start(vaults::rows, "ENCRYPTION_KEY=correct horse battery"))
                .anyMatch(row -> row.matches("master\\.derivation=pbkdf2-hmac-sha512:310000:.{22}=="));

        String elsewhere = new VaultStarts(temp.resolve("elsewhere"))
                .state("ENCRYPTION_KEY=correct horse battery")
                .toString();
        assertThat(ciphertext).isNotEqualTo(elsewhere).doesNotStartWith(keyId(elsewhere));
    }

    @Test
    void isSealedByAPassphraseThatIsTooShortOrComesTooLate() {
        assertThat(vaults.sealedReason("ENCRYPTION_KEY=secret")).contains("12 characters");

        String key = Base64.getEncoder().encodeToString(KeyBytes.random(32));
        encrypt("sk-1", "ENCRYPTION_KEY=" + key);
        assertThat(vaults.sealedReason("ENCRYPTION_KEY=correct horse battery")).contains("not the one");
    }

    @Test
    void doesNotStartWithTwoSources() throws IOException {
        Path file = privately("given", KeyBytes.newFile());
        assertTwoSources("tollgate.master-key-file=" + file, "ENCRYPTION_KEY=correct horse battery");

        encrypt("sk-1");
        assertTwoSources("tollgate.master-key-file=" + file);
        assertTwoSources("ENCRYPTION_KEY=correct horse battery");
    }

    @Test
    void isSealedWithoutItsPepper() throws IOException {
        byte[] hash = hash("tg_1");
        Path aside = Files.move(home.resolve("pepper.key"), temp.resolve("aside"));
        assertThat(vaults.sealedReason()).contains("pepper", "missing");
        assertThat(home.resolve("pepper.key")).doesNotExist();

        Files.write(privately("home/pepper.key", new byte[0]), KeyBytes.newFile());
        assertThat(vaults.sealedReason()).contains("pepper", "not the one");

        Files.move(aside, home.resolve("pepper.key"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(hash("tg_1")).isEqualTo(hash);
    }

    @Test
    void encryptsNothingWhileSealed() throws IOException {
        encrypt("sk-1");
        Files.delete(home.resolve("pepper.key"));

        vaults.run(context -> {
            Vault vault = context.getBean(Vault.class);
            assertThat(catchThrowableOfType(
                                    VaultException.class, () -> vault.encrypt(PROVIDER, ORIGIN, Secret.of("sk-2")))
                            .reason())
                    .isInstanceOf(VaultException.Reason.Sealed.class);
        });
    }

    private String encrypt(String secret, String... properties) {
        return vaults.start(
                context -> context.getBean(Vault.class).encrypt(PROVIDER, ORIGIN, Secret.of(secret)), properties);
    }

    private String decrypt(String ciphertext, String... properties) {
        return vaults.start(
                context -> context.getBean(Vault.class)
                        .decrypt(PROVIDER, ORIGIN, ciphertext)
                        .reveal(),
                properties);
    }

    private byte[] hash(String virtualKey) {
        return vaults.start(context -> context.getBean(KeyHasher.class).hash(virtualKey));
    }

    private void assertTwoSources(String... properties) {
        vaults.run(
                context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                VaultException.class,
                                refused -> assertThat(refused.reason())
                                        .isInstanceOf(TwoSources.class)
                                        .extracting(VaultException.Reason::message)
                                        .asString()
                                        .doesNotContain("correct horse")),
                properties);
    }

    private Path privately(String name, byte[] content) throws IOException {
        Path file = temp.resolve(name);
        Files.write(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String keyId(String state) {
        return state.replaceAll(".*(k[0-9a-f]{8}).*", "$1");
    }
}

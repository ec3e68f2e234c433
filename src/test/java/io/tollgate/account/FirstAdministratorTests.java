package io.tollgate.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@DataJpaTest
@ExtendWith(OutputCaptureExtension.class)
class FirstAdministratorTests {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    private Path home;

    @Autowired
    private Users users;

    private final Passwords passwords = new Passwords();
    private FirstPassword firstPassword;

    @BeforeEach
    void openDirectory() {
        firstPassword = new FirstPassword(DataDirectory.open(home));
    }

    @Test
    void makesAnAdministratorWhoMustChangeThePassword(CapturedOutput output) throws IOException {
        start();
        User admin = users.findByLiveName("admin").orElseThrow();
        assertThat(admin.getRole()).isEqualTo(Role.ADMIN);
        assertThat(admin.isMustChangePassword()).isTrue();
        assertThat(admin.getPasswordExpiresAt()).isEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(passwords.matches(written(), admin.getPasswordHash())).isTrue();
        assertThat(output).contains("Password:  " + written());
    }

    @Test
    void writesThePasswordForItsOwnerOnly() throws IOException {
        start();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(firstPassword.file())))
                .isEqualTo("rw-------");
        assertThat(written()).hasSize(20);
    }

    @Test
    void makesANewPasswordWhileTheFirstIsUnused() throws IOException {
        start();
        String before = written();
        start();
        User admin = users.findByLiveName("admin").orElseThrow();
        assertThat(written()).isNotEqualTo(before);
        assertThat(passwords.matches(before, admin.getPasswordHash())).isFalse();
        assertThat(passwords.matches(written(), admin.getPasswordHash())).isTrue();
        assertThat(users.count()).isOne();
    }

    @Test
    void forgetsThePasswordOnceItIsChanged(CapturedOutput output) {
        start();
        User admin = users.findByLiveName("admin").orElseThrow();
        new Accounts(users, passwords, firstPassword).choosePassword(admin.getId(), "a better password");
        assertThat(firstPassword.file()).doesNotExist();
        String before = output.getOut();
        start();
        assertThat(firstPassword.file()).doesNotExist();
        assertThat(output.getOut().substring(before.length())).doesNotContain("Password:");
    }

    @Test
    void makesNobodyWhereAnAdministratorIsDeclared() {
        users.save(person("ops", Role.ADMIN));
        start();
        assertThat(users.findByLiveName("admin")).isEmpty();
        assertThat(firstPassword.file()).doesNotExist();
    }

    @Test
    void retiresTheUnusedOneWhenAnotherIsDeclared() {
        start();
        users.save(person("ops", Role.ADMIN));
        start();
        assertThat(users.findByLiveName("admin")).isEmpty();
        assertThat(firstPassword.file()).doesNotExist();
    }

    @Test
    void takesAnotherNameWhereTheUsualOneIsTaken() {
        users.save(person("admin", Role.VIEWER));
        start();
        assertThat(users.findByLiveName("admin2").orElseThrow().getRole()).isEqualTo(Role.ADMIN);
    }

    private static User person(String name, Role role) {
        return new User(UUID.randomUUID(), name, "{bcrypt}x", role, Source.FILE, NOW);
    }

    private String written() throws IOException {
        return Files.readString(firstPassword.file()).strip();
    }

    private void start() {
        new FirstAdministrator(users, passwords, firstPassword, new Ids(() -> NOW), () -> NOW)
                .run(new DefaultApplicationArguments());
    }
}

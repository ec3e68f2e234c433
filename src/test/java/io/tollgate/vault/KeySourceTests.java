package io.tollgate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.PrivateFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class KeySourceTests {

    @TempDir
    private Path home;

    private DataDirectory directory;

    @BeforeEach
    void openDirectory() {
        directory = DataDirectory.open(home);
    }

    @Test
    void isAFileOfItsOwnByDefault() {
        assertThat(KeySource.find(environment(Map.of()), directory))
                .isEqualTo(new KeySource.OwnFile(directory.privateFile("master.key")));
    }

    @Test
    void isNamedByTheEnvironment() {
        assertThat(KeySource.find(environment(Map.of("TOLLGATE_MASTER_KEY_FILE", "/run/key")), directory))
                .isEqualTo(new KeySource.GivenFile(new PrivateFile(Path.of("/run/key"))));
        for (String name : new String[] {"ENCRYPTION_KEY", "TOLLGATE_ENCRYPTION_KEY"}) {
            assertThat(KeySource.find(environment(Map.of(name, " canary ")), directory))
                    .isEqualTo(new KeySource.Setting(Secret.of("canary")))
                    .asString()
                    .doesNotContain("canary");
        }
    }

    @Test
    void ignoresEmptyVariables() {
        Map<String, Object> empty = Map.of("TOLLGATE_MASTER_KEY_FILE", "", "ENCRYPTION_KEY", " ");

        assertThat(KeySource.find(environment(empty), directory)).isInstanceOf(KeySource.OwnFile.class);
    }

    @Test
    void isOneOnly() {
        Map<String, Object> both = Map.of("TOLLGATE_MASTER_KEY_FILE", "/run/key", "ENCRYPTION_KEY", "canary");

        assertThatExceptionOfType(VaultException.class)
                .isThrownBy(() -> KeySource.find(environment(both), directory))
                .withMessageContainingAll("TOLLGATE_MASTER_KEY_FILE (/run/key)", "ENCRYPTION_KEY")
                .satisfies(refused -> assertThat(refused).message().doesNotContain("canary"))
                .satisfies(refused -> assertThat(
                                new VaultFailureAnalyzer().analyze(refused).getAction())
                        .contains("Keep the one source"));
    }

    private static Environment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
        environment.getPropertySources().replace(name, new SystemEnvironmentPropertySource(name, variables));
        return environment;
    }
}

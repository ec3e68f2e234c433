package io.tollgate.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the settings file does to a start, and what a start says about it. */
@ExtendWith(OutputCaptureExtension.class)
class ManifestStartTests {

    private static final String LIVE_TEAMS = "select name from team where retired_at is null";
    private static final String SETTINGS = """
            version: 1
            providers:
              - name: main
                dialect: openai
                base-url: http://127.0.0.1:9
                credentials: [{name: first, secret: planted-upstream-secret}]
            models: [{name: gpt, deployments: [{provider: main, model: x}]}]
            teams: [{name: search}]
            keys: [{name: nightly, team: search, secret: sk-planted}]
            """;

    @TempDir
    Path home;

    @Test
    void appliesRetiresAndWaitsWhileSealed(CapturedOutput output) throws IOException {
        Path file = Files.writeString(home.resolve("tollgate.yaml"), SETTINGS);
        try (Start start = Start.on(home)) {
            assertThat(start.status().file()).isEqualTo(file);
            assertThat(start.status().appliedAt()).isNotNull();
            assertThat(start.status()).extracting(ManifestStatus::keys).isEqualTo(1);
            assertThat(start.catalog().keys().size()).isOne();
            assertThat(output)
                    .contains("keys[nightly]: the secret is short enough to be guessed")
                    .contains("1 providers, 1 models, 1 teams, 1 virtual keys, 0 users; 0 retired");
        }
        Path key = home.resolve("master.key");
        Path moved = Files.move(key, home.resolve("moved"));
        Files.delete(file);
        try (Start start = Start.on(home)) {
            assertThat(output).contains("No settings are applied while the gateway is sealed");
            assertThat(start.column(LIVE_TEAMS)).containsExactly("search");
        }
        Files.move(moved, key);
        try (Start start = Start.on(home)) {
            assertThat(output).contains("No settings file is configured: retired 6 rows");
            assertThat(start.column(LIVE_TEAMS)).isEmpty();
            assertThat(start.status()).isEqualTo(ManifestStatus.notApplied(null));
        }
        assertThat(output).doesNotContain("planted");
    }

    @Test
    void doesNotStartWithoutTheConfiguredFile(CapturedOutput output) {
        Path missing = home.resolve("missing.yaml");

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> Start.on(home, "tollgate.config=" + missing));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The settings file " + missing + " does not exist.")
                .contains("Correct tollgate.config")
                .doesNotContain("\tat io.tollgate");
    }

    @Test
    void doesNotStartOnAMistakeAndAppliesNothing(CapturedOutput output) throws IOException {
        Path file = Files.writeString(home.resolve("settings.yaml"), SETTINGS.replace("team: search", "team: sales"));

        assertThatExceptionOfType(ManifestException.class).isThrownBy(() -> Start.on(home, "tollgate.config=" + file));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(file + ", line 9, keys[nightly]: names a team that does not exist")
                .doesNotContain("\tat io.tollgate")
                .doesNotContain("planted");
        try (Start start = Start.on(home)) {
            assertThat(start.column("select name from provider")).isEmpty();
        }
    }
}

package io.tollgate.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.storage.Source;
import io.tollgate.vault.KeyHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What demo mode makes, says and takes away. */
@ExtendWith(OutputCaptureExtension.class)
class DemoTests {

    private static final Pattern CURL = Pattern.compile(
            "curl http://127\\.0\\.0\\.1:3000/v1/chat/completions -H \"Authorization: Bearer (tg_[^\"]+)\" .*demo-model.*");

    @TempDir
    Path home;

    @Test
    void seedsRenewsAndGoes(CapturedOutput output) {
        String first;
        try (Start start = Start.on(home, "tollgate.demo=true")) {
            first = printedKeys(output).getFirst();
            assertThat(storedHashes(start)).containsExactly(hash(start, first));
            assertThat(start.catalog().keys().size()).isOne();
            assertThat(start.demo().active()).isTrue();
            assertThat(output)
                    .contains("Console:  http://127.0.0.1:3000/")
                    .contains("as admin, with the first password in " + home.resolve("admin.password"));
        }
        try (Start start = Start.on(home, "tollgate.demo=true")) {
            assertThat(printedKeys(output)).hasSize(2).doesNotHaveDuplicates();
            assertThat(storedHashes(start))
                    .containsExactly(hash(start, printedKeys(output).getLast()));

            start.demo().remove();

            assertThat(start.demo().active()).isFalse();
            for (String table : List.of("provider", "credential", "model", "deployment", "team", "virtual_key")) {
                assertThat(start.column("select source from " + table + " where retired_at is not null"))
                        .as(table)
                        .containsExactly("DEMO");
            }
        }
        try (Start start = Start.on(home, "tollgate.demo=true")) {
            assertThat(printedKeys(output)).hasSize(2);
            assertThat(start.demo().active()).isFalse();
        }
        assertThat(output.getAll().lines().filter(line -> line.contains(" INFO ") || line.contains(" WARN ")))
                .noneMatch(line -> line.contains(first));
    }

    @Test
    void leavesPeopleTheirKeysInItsTeam() {
        try (Start start = Start.on(home, "tollgate.demo=true")) {
            VirtualKeys keys = start.context().getBean(VirtualKeys.class);
            UUID team = keys.findByLiveName("demo").orElseThrow().getTeamId();
            keys.save(new VirtualKey(UUID.randomUUID(), team, "own", "tg_own", "hash", Source.CONSOLE, Instant.EPOCH));

            start.demo().remove();

            assertThat(start.column("select name from virtual_key where retired_at is null"))
                    .containsExactly("own");
            assertThat(start.column("select name from team where retired_at is null"))
                    .containsExactly("demo");
            assertThat(start.column("select name from provider where retired_at is null"))
                    .isEmpty();
            assertThat(start.demo().active()).isFalse();
        }
    }

    @Test
    void leavesADatabaseInUseAlone(CapturedOutput output) throws IOException {
        Files.writeString(home.resolve("tollgate.yaml"), """
                version: 1
                providers:
                  - name: main
                    dialect: demo
                    base-url: https://demo.invalid
                    credentials: [{name: first, secret: none-needed}]
                """);
        try (Start start = Start.on(home, "tollgate.demo=true")) {
            assertThat(start.column("select name from provider")).containsExactly("main");
            assertThat(start.demo().active()).isFalse();
            assertThat(printedKeys(output)).isEmpty();
        }
    }

    @Test
    void isOffUnlessAskedFor() {
        try (Start start = Start.on(home)) {
            assertThat(start.demo().active()).isFalse();
            assertThat(start.column("select name from provider")).isEmpty();
        }
    }

    private static List<String> printedKeys(CapturedOutput output) {
        return CURL.matcher(output.getOut())
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    private static List<String> storedHashes(Start start) {
        return start.column("select hash from virtual_key where retired_at is null");
    }

    private static String hash(Start start, String key) {
        return HexFormat.of().formatHex(start.context().getBean(KeyHasher.class).hash(key));
    }
}

package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.journal.Durability;
import io.tollgate.limit.Scope;
import io.tollgate.usage.UsageRecord.Outcome;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class LedgerHistoryTests {

    private static final UUID TEAM = UUID.randomUUID();
    private static final UUID PROVIDER = UUID.randomUUID();

    @TempDir
    private Path directory;

    private final DataSource dataSource = UsageDatabase.create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-11-18T00:00:00Z",
                "2026-11-18T16:00:00Z",
                "2026-11-18T18:30:00Z",
                "2026-11-20T11:59:59.999Z"
            })
    void countsWhatBeganAtATimeOrLater(String from) throws SQLException {
        List<Instant> times = List.of(
                NOON.minus(Duration.ofDays(100)),
                Instant.parse("2026-11-18T15:59:59.999Z"),
                Instant.parse("2026-11-18T16:00:00Z"),
                Instant.parse("2026-11-18T18:29:59.999Z"),
                Instant.parse("2026-11-18T18:30:00Z"),
                Instant.parse("2026-11-18T18:59:59.999Z"),
                Instant.parse("2026-11-18T19:00:00Z"),
                Instant.parse("2026-11-19T00:00:00Z"),
                NOON);
        UsageDatabase.insert(
                dataSource, times.stream().map(at -> row(at, TEAM, 1)).toList());
        UsageDatabase.insert(dataSource, List.of(row(NOON, TEAM, 0), row(NOON, null, 1)));
        long expected =
                times.stream().filter(at -> !at.isBefore(Instant.parse(from))).count();

        LedgerHistory history = history();

        assertThat(history.requests(Scope.TEAM, Instant.parse(from))).containsEntry(TEAM, expected);
        assertThat(history.spend(Scope.TEAM, Instant.parse(from))).containsEntry(TEAM, expected * 7);
        assertThat(history.requests(Scope.PROVIDER, Instant.parse(from))).isEqualTo(Map.of(PROVIDER, expected + 1));
    }

    private LedgerHistory history() {
        LedgerProperties properties = new LedgerProperties(
                Durability.GROUP,
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                25,
                Duration.ofDays(90),
                Duration.ofDays(400));
        Ledger stopped = new Ledger(dataSource, directory, properties, InstantSource.system());
        return new LedgerHistory(JdbcClient.create(dataSource), stopped);
    }

    private static UsageRecord row(Instant at, UUID team, int attempts) {
        return new UsageRecord(
                UsageDatabase.idAt(at),
                at,
                "r",
                null,
                team,
                "chat",
                "m",
                attempts == 0 ? null : PROVIDER,
                null,
                null,
                200,
                Outcome.COMPLETED,
                null,
                false,
                attempts,
                Usage.ofTokens(1, 0, 1, 0),
                attempts == 0 ? null : 7L,
                1L,
                2L);
    }
}

package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.journal.Durability;
import io.tollgate.limit.History;
import io.tollgate.limit.Scope;
import io.tollgate.usage.UsageRecord.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class LedgerHistoryTests {

    private static final UUID TEAM = UUID.randomUUID();
    private static final UUID PROVIDER = UUID.randomUUID();
    private static final UUID PLACE = UUID.randomUUID();
    private static final UUID OTHER_PLACE = UUID.randomUUID();

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
        for (Instant at : times) {
            insert(row(at, TEAM, 1), PLACE);
        }
        insert(row(NOON, TEAM, 0));
        insert(row(NOON, null, 1), PLACE);
        long expected =
                times.stream().filter(at -> !at.isBefore(Instant.parse(from))).count();

        LedgerHistory history = history(stopped());

        assertThat(history.requests(Scope.TEAM, Instant.parse(from))).containsEntry(TEAM, expected);
        assertThat(history.spend(Scope.TEAM, Instant.parse(from))).containsEntry(TEAM, expected * 7);
        assertThat(history.requests(Scope.PROVIDER, Instant.parse(from))).isEqualTo(Map.of(PROVIDER, expected + 1));
    }

    @Test
    void deploymentsAreCountedByEachCallWhateverWasAskedFor() throws SQLException {
        UsageRecord served = row(NOON, TEAM, 2);
        insert(served, OTHER_PLACE, PLACE);
        insert(row(NOON.plusSeconds(5), TEAM, 1), PLACE);
        insert(row(NOON.plusSeconds(5), null, 1), (UUID) null); // the console's
        LedgerHistory history = history(stopped());

        assertThat(history.requests(Scope.DEPLOYMENT, NOON)).isEqualTo(Map.of(PLACE, 2L, OTHER_PLACE, 1L));
        assertThat(history.requests(Scope.PROVIDER, NOON)).isEqualTo(Map.of(PROVIDER, 3L));
        assertThat(history.requests(Scope.TEAM, NOON)).containsEntry(TEAM, 2L);
        assertThat(history.spend(Scope.DEPLOYMENT, NOON)).containsEntry(PLACE, 14L);
        assertThat(history.recent(Scope.DEPLOYMENT, NOON))
                .containsEntry(
                        PLACE,
                        List.of(new History.Recent(NOON.plusMillis(1), 2), new History.Recent(NOON.plusSeconds(5), 2)))
                .containsEntry(OTHER_PLACE, List.of(new History.Recent(NOON, 0)))
                .hasSize(2);
        assertThat(history.recent(Scope.TEAM, NOON).get(TEAM)).hasSize(2);
    }

    @Test
    void knowsWhatWasInTheJournalOnly() {
        Ledger ledger = stopped();
        ledger.start();
        LedgerHistory history = history(ledger);
        for (int i = 1; i < 4; i++) {
            ledger.record(row(NOON, TEAM, 1));

            history.bringUpToDate();

            assertThat(history.spend(Scope.TEAM, NOON)).isEqualTo(Map.of(TEAM, i * 7L));
        }
        ledger.stop();
    }

    @Test
    void aCostThatNobodyKnowsIsWhatWasReserved() throws SQLException {
        UUID key = new UUID(7, 7);
        try (Connection connection = dataSource.getConnection()) {
            ReservedSpend.insert(
                    List.of(
                            new ReservedSpend(UsageDatabase.idAt(NOON), NOON, key, TEAM, 50),
                            new ReservedSpend(UsageDatabase.idAt(NOON), NOON.minusSeconds(1), key, null, 3)),
                    connection);
        }
        insert(row(NOON, TEAM, 1), PLACE);
        LedgerHistory history = history(stopped());

        assertThat(history.spend(Scope.TEAM, NOON)).isEqualTo(Map.of(TEAM, 57L));
        assertThat(history.spend(Scope.KEY, NOON)).containsEntry(key, 50L);
        assertThat(history.spend(Scope.KEY, NOON.minusSeconds(1))).containsEntry(key, 53L);
        assertThat(history.requests(Scope.TEAM, NOON)).isEqualTo(Map.of(TEAM, 1L));
    }

    /** An exchange, and its calls a millisecond apart, of which the last one bears the cost. */
    private void insert(UsageRecord row, @Nullable UUID... places) throws SQLException {
        UsageDatabase.insert(dataSource, List.of(row));
        List<AttemptRecord> calls = new ArrayList<>();
        for (int i = 1; i <= places.length; i++) {
            calls.add(new AttemptRecord(
                    row.id(),
                    i,
                    row.startedAt().plusMillis(i - 1),
                    places[i - 1],
                    PROVIDER,
                    null,
                    "m",
                    null,
                    Outcome.COMPLETED,
                    null,
                    1,
                    i == places.length ? row.costNano() : Long.valueOf(0)));
        }
        try (Connection connection = dataSource.getConnection()) {
            AttemptTable.insert(calls, connection);
        }
    }

    private Ledger stopped() {
        LedgerProperties properties = new LedgerProperties(
                Durability.GROUP,
                DataSize.ofMegabytes(1),
                DataSize.ofMegabytes(1),
                25,
                Duration.ofDays(90),
                Duration.ofDays(400));
        return new Ledger(dataSource, directory, properties, InstantSource.system());
    }

    private LedgerHistory history(Ledger ledger) {
        return new LedgerHistory(JdbcClient.create(dataSource), ledger);
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

package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static io.tollgate.usage.UsageDatabase.count;
import static io.tollgate.usage.UsageDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollgate.chat.Usage;
import io.tollgate.journal.Durability;
import io.tollgate.limit.Scope;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.Start;
import io.tollgate.usage.UsageRecord.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.unit.DataSize;

@Timeout(60)
class LedgerTests {

    private static final LedgerProperties SMALL = new LedgerProperties(
            Durability.NONE,
            DataSize.ofBytes(20_000),
            DataSize.ofBytes(1_000),
            25,
            Duration.ofDays(90),
            Duration.ofDays(400));

    private static final UUID TEAM = new UUID(7, 7);
    private static final UUID PROVIDER = new UUID(8, 8);

    private final DataSource dataSource = UsageDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private final Outage outage = new Outage(dataSource);

    @TempDir
    private Path directory;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = new Ledger(outage, directory, SMALL, InstantSource.fixed(NOON));
    }

    @AfterEach
    void stop() {
        ledger.stop();
    }

    @Test
    void bringsWhatWasRecordedIntoTheDatabase() throws InterruptedException {
        ledger.start();
        for (int i = 0; i < 2_400; i++) {
            ledger.record(row(NOON));
        }

        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(2_400);
        assertThat(sum("usage_attempt", "count(*)")).isEqualTo(2_400);
    }

    @Test
    void sumsEqualTheRows() throws InterruptedException {
        ledger.start();
        for (int i = 0; i < 1_300; i++) {
            Outcome outcome = i % 7 == 0 ? Outcome.UPSTREAM_ERROR : Outcome.COMPLETED;
            ledger.record(row(NOON.plusSeconds(i * 20L), "m" + i % 3, 200, outcome, i));
        }
        ledger.flush();

        for (String table : List.of("usage_hour", "usage_day", "usage_minute")) {
            assertThat(sum(table, "sum(requests)")).isEqualTo(1_300);
            assertThat(sum(table, "sum(errors)")).isEqualTo(186);
            assertThat(sum(table, "sum(cost_nano)")).isEqualTo(1_300 * 123);
            assertThat(sum(table, "sum(output_tokens)")).isEqualTo(sum("usage_record", "sum(output_tokens)"));
        }
    }

    @Test
    void writesByItselfSoon() {
        ledger.start();
        ledger.record(row(NOON));

        await().atMost(Duration.ofSeconds(20)).until(() -> count(dataSource) == 1);
    }

    /** Otherwise its thread would keep a process alive that could not start. */
    @Test
    void endsWithAContextThatDoesNotStart() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(Ledger.class, () -> ledger);
            context.registerBean("broken", Object.class, () -> {
                assertThat(ledger.isRunning()).isTrue();
                throw new IllegalStateException("broken");
            });

            assertThatThrownBy(context::refresh).hasRootCauseMessage("broken");

            assertThat(ledger.isRunning()).isFalse();
        }
    }

    @Test
    void stopsWhenAllIsWrittenAndMayBeStartedAgain() throws InterruptedException {
        ledger.start();
        for (int i = 0; i < 1_500; i++) {
            ledger.record(row(NOON));
        }
        ledger.stop();
        assertThat(ledger.isRunning()).isFalse();
        assertThat(count(dataSource)).isEqualTo(1_500);
        ledger.flush();

        ledger.start();
        ledger.record(row(NOON));
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(1_501);
    }

    @Test
    void theDatabaseMayFailForAWhile() throws InterruptedException {
        ledger.start();
        outage.failures.set(2);
        ledger.record(row(NOON));

        ledger.flush();

        assertThat(outage.failures).hasNonPositiveValue();
        assertThat(count(dataSource)).isEqualTo(1);
        assertThat(sum("usage_hour", "sum(requests)")).isEqualTo(1);
    }

    @Test
    void aRowTheDatabaseHasAlreadyIsNotCountedTwice() throws InterruptedException {
        ledger.start();
        UsageRecord twice = row(NOON);
        ledger.record(twice);
        ledger.flush();

        ledger.record(row(NOON));
        ledger.record(twice);
        ledger.record(twice);
        ledger.record(row(NOON));
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(3);
        assertThat(sum("usage_hour", "sum(requests)")).isEqualTo(3);
    }

    @Test
    void cutsTextThatIsTooLong() throws InterruptedException {
        ledger.start();
        ledger.record(row(NOON, "m".repeat(500), 200, Outcome.COMPLETED, 1));
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(1);
    }

    @Test
    void anExchangeWithoutAnEndIsInterruptedAtTheNextStart() throws InterruptedException {
        ledger.start();
        UUID id = begin(400L);
        ledger.record(row(NOON));
        ledger.flush();
        assertThat(count(dataSource)).isEqualTo(1);
        ledger.stop();

        ledger.start();
        ledger.flush();

        UsageRecord row = new UsageSearch(jdbc).find(id).orElseThrow().record();
        assertThat(row.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(row.usage()).isEqualTo(Usage.estimated(50, 0));
        assertThat(row.costNano()).isEqualTo(400);
        assertThat(count(dataSource)).isEqualTo(2);
        assertThat(sum("usage_hour", "sum(requests)")).isEqualTo(2);
    }

    @Test
    void anInterruptedExchangeIsChargedWhatWasReservedWhereNobodyKnowsItsCost() throws InterruptedException {
        ledger.start();
        begin(400L);
        UUID unpriced = begin(null);
        ledger.stop();

        ledger.start();
        ledger.flush();

        assertThat(new UsageSearch(jdbc).find(unpriced).orElseThrow().record().costNano())
                .isNull();
        assertThat(new LedgerHistory(jdbc, ledger).spend(Scope.TEAM, NOON)).isEqualTo(Map.of(TEAM, 1_300L));
    }

    @Test
    void whatTheDatabaseLostIsReadFromTheJournalAgain() throws InterruptedException {
        ledger.start();
        UUID open = begin(1L); // keeps the place in the journal where it is
        ledger.record(row(NOON));
        ledger.flush();
        ledger.stop();
        for (String table :
                List.of("usage_record", "usage_attempt", "usage_hour", "usage_day", "usage_minute", "usage_reserved")) {
            jdbc.sql("delete from " + table).update();
        }

        ledger.start();
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(2);
        assertThat(sum("usage_day", "sum(requests)")).isEqualTo(2);
        assertThat(new UsageSearch(jdbc).find(open)).isPresent();
    }

    @Test
    void anEndThatIsReadAgainWithoutItsBeginningIsKnown() throws InterruptedException {
        ledger.start();
        UUID first = begin(1L);
        begin(1L); // stays open, so the journal is read from here again
        ledger.end(new Entry.End(first, Outcome.COMPLETED, 200, null, Usage.NONE, 0L, 1L, 2, null, List.of(), null));
        ledger.flush();
        ledger.stop();

        ledger.start();
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(2);
        assertThat(ledger.status().faults()).isZero();
    }

    @Test
    void segmentsGoWhenNothingInThemIsNeeded() throws InterruptedException, IOException {
        ledger.start();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 100; i++) {
                ledger.record(row(NOON));
            }
            ledger.flush();
        }

        assertThat(segments()).isLessThan(6);
        assertThat(count(dataSource)).isEqualTo(1_000);
    }

    @Test
    void aTornLineIsPassedOver() throws InterruptedException, IOException {
        ledger.start();
        ledger.record(row(NOON));
        ledger.flush();
        ledger.stop();
        Path last = newest();
        Files.writeString(last, Files.readString(last) + "{\"n\":\"0000000000000004\",\"crc\":\"12");

        ledger.start();
        ledger.record(row(NOON));
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(2);
    }

    @Test
    void aSecondProcessIsRefused() {
        ledger.start();
        Ledger second = new Ledger(dataSource, directory, SMALL, InstantSource.fixed(NOON));

        assertThatThrownBy(second::start).hasMessageContaining("in use by another process");
    }

    @Test
    void rowsFromBeforeThereWereSumsAreSummedUp() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            UsageTable.insert(List.of(row(NOON), row(NOON.plusSeconds(90))), connection);
        }

        ledger.start();

        assertThat(sum("usage_minute", "count(*)")).isEqualTo(2);
        assertThat(sum("usage_day", "sum(requests)")).isEqualTo(2);
    }

    @Test
    void nothingBeginsWhenStopped() {
        assertThatThrownBy(() -> ledger.record(row(NOON))).isInstanceOf(AccountingException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update usage_hour set cost_nano = 1",
                "update usage_hour set model = 'another'",
                "update usage_day set team_id = key_id",
                "update usage_day set input_tokens = input_tokens + 1, output_tokens = output_tokens - 2",
                "update usage_minute set starts_at = starts_at + interval '1' minute",
                "delete from usage_minute",
                "update provider_quarter set calls = calls + 1",
                "update usage_record set cost_nano = null",
                "delete from usage_attempt"
            })
    void comparesRowsWithTheirSums(String damage) throws InterruptedException {
        ledger.start();
        ledger.flush();
        assertThat(ledger.status().check()).isEqualTo(new LedgerStatus.Check(NOON, 1, 0));
        ledger.stop();
        ledger.start();
        UUID id = begin(1L);
        ledger.end(new Entry.End(
                id, Outcome.COMPLETED, 200, null, Usage.ofTokens(5, 0, 5, 0), 9L, 1L, 2, null, List.of(), null));
        ledger.flush();
        ledger.stop();
        jdbc.sql(damage).update();

        ledger = new Ledger(dataSource, directory, SMALL, InstantSource.fixed(NOON));
        ledger.start();
        ledger.flush();

        assertThat(ledger.status().check()).isEqualTo(new LedgerStatus.Check(NOON, 1, 1));
    }

    @Test
    void deletesWhatIsOlderThanIsKept() throws InterruptedException {
        ledger.start();
        ledger.record(row(NOON.minus(Duration.ofDays(91))));
        ledger.record(row(NOON.minus(Duration.ofDays(401))));
        ledger.record(row(NOON.minus(Duration.ofDays(89))));
        ledger.flush();
        ledger.stop();

        ledger = new Ledger(dataSource, directory, SMALL, InstantSource.fixed(NOON));
        ledger.start();
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(1);
        assertThat(sum("usage_attempt", "count(*)")).isEqualTo(1);
        assertThat(sum("usage_hour", "sum(requests)")).isEqualTo(2);
        assertThat(sum("usage_day", "sum(requests)")).isEqualTo(3);
        assertThat(sum("usage_minute", "count(*)")).isZero();
    }

    private UUID begin(@Nullable Long promptNano) {
        UUID id = UsageDatabase.idAt(NOON);
        ledger.begin(
                new Start(id, NOON, "r", null, TEAM, "chat", "m", true, 900),
                new Attempt(id, 1, 5, null, PROVIDER, null, "m", null, 50, promptNano, null, 0));
        return id;
    }

    private long sum(String table, String what) {
        return jdbc.sql("select " + what + " from " + table).query(Long.class).single();
    }

    private long segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).count();
        }
    }

    private Path newest() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .reduce((_, later) -> later)
                    .orElseThrow();
        }
    }

    /** A data source that fails a given number of times. */
    private static final class Outage extends DelegatingDataSource {

        private final AtomicInteger failures = new AtomicInteger();

        Outage(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (failures.getAndDecrement() > 0) {
                throw new SQLException("down", "08001");
            }
            return super.getConnection();
        }
    }
}

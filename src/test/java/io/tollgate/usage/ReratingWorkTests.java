package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tollgate.chat.Usage;
import io.tollgate.journal.Durability;
import io.tollgate.limit.LimitBook;
import io.tollgate.limit.Scope;
import io.tollgate.pricing.DatedPrice;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Rates;
import io.tollgate.pricing.Tariff;
import io.tollgate.pricing.Terms;
import io.tollgate.usage.UsageRecord.Outcome;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.unit.DataSize;

class ReratingWorkTests {

    private static final LedgerProperties PROPERTIES = new LedgerProperties(
            Durability.NONE,
            DataSize.ofMegabytes(1),
            DataSize.ofBytes(1_000),
            25,
            Duration.ofDays(90),
            Duration.ofDays(400));

    private static final UUID PLACE = new UUID(1, 1);
    private static final UUID OTHER_PLACE = new UUID(1, 2);
    private static final UUID KEY = new UUID(2, 1);
    private static final UUID TEAM = new UUID(2, 2);
    private static final UUID OLD = new UUID(3, 1);
    private static final UUID NEW = new UUID(3, 2);
    private static final Instant LATER = NOON.plus(Duration.ofDays(2));
    private static final Rerating.Span SPAN =
            new Rerating.Span(PriceOwner.model(new UUID(4, 4)), NOON, NOON.plus(Duration.ofHours(12)), LATER);

    /** At a dollar for a million tokens read and two for as many written. */
    private static final long AFTER = 10_000 + 2 * 20_000;

    private final DataSource dataSource = UsageDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private final AtomicInteger untilFailure = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicLong corrected = new AtomicLong();
    private final LimitBook limits = mock(LimitBook.class);
    private final OwnedTariffs tariffs = mock(OwnedTariffs.class);
    private final ReratingTable table = new ReratingTable(jdbc);

    @TempDir
    private Path directory;

    private Ledger ledger;
    private ReratingWork work;

    @BeforeEach
    void open() {
        ledger = new Ledger(dataSource, directory, PROPERTIES, InstantSource.fixed(LATER));
        DataSource failing = new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                if (untilFailure.decrementAndGet() < 0) {
                    throw new SQLException("down");
                }
                return super.getConnection();
            }
        };
        Rates rates = Rates.ofDollars(BigDecimal.ONE, null, BigDecimal.TWO, null);
        Tariff tariff = new Tariff(List.of(new DatedPrice(NEW, Terms.of(rates))));
        when(tariffs.of(any(), any())).thenReturn(Map.of(PLACE, tariff));
        doAnswer(call -> corrected.addAndGet(call.getArgument(3, Long.class)))
                .when(limits)
                .correct(eq(Scope.TEAM), eq(TEAM), any(), anyLong());
        work = new ReratingWork(failing, table, tariffs, limits, ledger, InstantSource.fixed(LATER));
    }

    @AfterEach
    void stop() {
        ledger.stop();
    }

    private static UsageRecord row(Instant at, String model, @Nullable Long cost, Usage usage) {
        return new UsageRecord(
                UsageDatabase.idAt(at),
                at,
                "request",
                KEY,
                TEAM,
                "chat",
                model,
                null,
                null,
                model,
                200,
                Outcome.COMPLETED,
                null,
                false,
                1,
                usage,
                cost,
                null,
                1_000);
    }

    private static UsageRecord row(Instant at, @Nullable Long cost) {
        return row(at, "m" + at.getEpochSecond() % 3, cost, Usage.ofTokens(10, 0, 20, 0));
    }

    private void insert(UUID place, List<UsageRecord> rows) throws SQLException {
        UsageDatabase.insert(dataSource, rows);
        try (Connection connection = dataSource.getConnection()) {
            AttemptTable.insert(
                    rows.stream()
                            .map(row -> new AttemptRecord(
                                    row.id(),
                                    1,
                                    row.startedAt(),
                                    place,
                                    null,
                                    null,
                                    "m",
                                    OLD,
                                    Outcome.COMPLETED,
                                    null,
                                    1,
                                    row.costNano()))
                            .toList(),
                    connection);
        }
    }

    private List<UsageRecord> manyRows() throws SQLException {
        List<UsageRecord> rows = new ArrayList<>();
        for (int i = 0; i < 4_500; i++) {
            rows.add(row(NOON.plusSeconds(i * 7L), i % 9 == 0 ? null : 123L));
        }
        insert(PLACE, rows);
        insert(OTHER_PLACE, List.of(row(NOON.plusSeconds(5), 123L)));
        insert(PLACE, List.of(row(NOON.minusSeconds(1), 123L), row(SPAN.until(), 123L)));
        return rows;
    }

    private Rerating begin() {
        Rerating asked = new Rerating(
                UsageDatabase.idAt(LATER), SPAN, "Ada", LATER, SPAN.ids().low(), 0, 0, 0, null);
        table.add(asked);
        work.ask();
        return asked;
    }

    private Rerating last() {
        return table.of(SPAN.owner(), 1).getFirst();
    }

    private void finish() throws SQLException {
        while (last().doneAt() == null) {
            work.tend(true, LATER);
        }
    }

    private long sum(String table, String what) {
        return jdbc.sql("select " + what + " from " + table).query(Long.class).single();
    }

    private void assertSumsEqualRows() {
        for (String sums : List.of("usage_hour", "usage_day", "usage_minute")) {
            assertThat(sum(sums, "sum(cost_nano)")).as(sums).isEqualTo(sum("usage_record", "sum(cost_nano)"));
            assertThat(sum(sums, "sum(unpriced)"))
                    .as(sums)
                    .isEqualTo(sum("usage_record", "count(*) - count(cost_nano)"));
        }
        assertThat(sum("usage_attempt", "sum(cost_nano)")).isEqualTo(sum("usage_record", "sum(cost_nano)"));
        assertThat(costs("select starts_at, model, cost_nano from usage_hour"))
                .isEqualTo(costs("select started_at, model_asked, cost_nano from usage_record"))
                .hasSizeGreaterThan(20);
    }

    private Map<String, Long> costs(String rows) {
        Map<String, Long> costs = new HashMap<>();
        jdbc.sql(rows).query(row -> {
            Instant at = row.getObject(1, OffsetDateTime.class).toInstant();
            costs.merge(at.truncatedTo(ChronoUnit.HOURS) + row.getString(2), row.getLong(3), Long::sum);
        });
        return costs;
    }

    @Test
    void changesRowsCallsSumsAndBudgetsTogether() throws SQLException {
        List<UsageRecord> rows = manyRows();
        begin();

        finish();

        assertThat(last())
                .returns(4_500L, Rerating::calls)
                .returns(4_000 * 123L, Rerating::beforeNano)
                .returns(4_500 * AFTER, Rerating::afterNano);
        assertThat(sum("usage_record", "sum(cost_nano)")).isEqualTo(4_500 * AFTER + 3 * 123);
        assertThat(sum("usage_attempt where price_id = '" + NEW + "'", "count(*)"))
                .isEqualTo(rows.size());
        assertThat(corrected).hasValue(4_500 * AFTER - 4_000 * 123);
        assertSumsEqualRows();
    }

    @Test
    void goesOnWhereAFailureStoppedIt() throws SQLException {
        manyRows();
        begin();
        int failures = 0;
        for (int connections = 0; last().doneAt() == null; connections = (connections + 1) % 3) {
            untilFailure.set(connections);
            try {
                work.tend(true, LATER);
            } catch (SQLException e) {
                failures++;
            }
            assertSumsEqualRows();
        }

        assertThat(failures).isPositive();
        assertThat(last()).returns(4_500L, Rerating::calls);
        assertThat(corrected).hasValue(4_500 * AFTER - 4_000 * 123);
    }

    @Test
    void anotherProcessGoesOnAndChangesNothingTwice() throws SQLException {
        manyRows();
        begin();
        untilFailure.set(2);
        assertThatThrownBy(() -> {
                    while (true) {
                        work.tend(true, LATER);
                    }
                })
                .isInstanceOf(SQLException.class);
        long before = last().calls();
        untilFailure.set(Integer.MAX_VALUE);
        work = new ReratingWork(dataSource, table, tariffs, limits, ledger, InstantSource.fixed(LATER));

        finish();

        assertThat(before).isBetween(1L, 4_499L);
        assertThat(last().calls()).isEqualTo(4_500);
        begin();
        finish();
        assertThat(last()).returns(0L, Rerating::calls);
        assertThat(corrected).hasValue(4_500 * AFTER - 4_000 * 123);
    }

    @Test
    void whatTheJournalBringsAgainKeepsItsNewCost() throws SQLException, InterruptedException {
        UsageRecord row = row(NOON.plusSeconds(60), 123L);
        insert(PLACE, List.of(row));
        begin();
        finish();
        ledger.start();

        ledger.record(row);
        ledger.flush();

        assertThat(sum("usage_record", "sum(cost_nano)")).isEqualTo(AFTER);
        assertThat(sum("usage_day", "sum(cost_nano)")).isEqualTo(AFTER);
        assertThat(sum("usage_attempt", "sum(cost_nano)")).isEqualTo(AFTER);
    }

    @Test
    void isNotOverWhileSomethingOfItsTimeIsUnderWay() throws SQLException {
        insert(PLACE, List.of(row(NOON.plusSeconds(60), 123L)));
        begin();
        for (int i = 0; i < 5; i++) {
            work.tend(true, SPAN.until().minusSeconds(30));
        }
        work.tend(false, LATER);
        assertThat(last()).returns(null, Rerating::doneAt).returns(1L, Rerating::calls);

        insert(PLACE, List.of(row(SPAN.until().minusSeconds(30), 123L)));
        finish();

        assertThat(last()).returns(2L, Rerating::calls);
    }

    @Test
    void leavesOutWhatCannotBeToldAndRatesEstimatesAsEstimates() throws SQLException {
        Usage unknown = Usage.NONE;
        insert(
                PLACE,
                List.of(
                        row(NOON, "a", null, unknown),
                        row(NOON, "a", 0L, unknown),
                        row(NOON, "a", 5L, Usage.estimated(10, 20)),
                        row(NOON, "a", 5L, Usage.ofUnits(1, Usage.Unit.IMAGE, Usage.Source.PROVIDER))));
        UsageRecord cut = row(NOON, "a", 5L, Usage.estimated(10, 0));
        UsageRecord unanswered = row(NOON, "a", 5L, Usage.estimated(10, 0));
        UsageRecord truncated = row(NOON, "a", 5L, Usage.estimated(10, 20));
        insert(PLACE, List.of(cut, unanswered, truncated));
        makeSecond(cut, "INTERRUPTED", null);
        makeSecond(unanswered, "UPSTREAM_TIMEOUT", null);
        makeSecond(truncated, "TRUNCATED", 1_000L);
        ReratingReader reader = new ReratingReader(SPAN, tariffs.of(SPAN.owner(), LATER));
        ReratingPreview.Sum sum = new ReratingPreview.Sum();
        try (Connection connection = dataSource.getConnection()) {
            reader.read(SPAN.ids().low(), SPAN.ids().high(), connection).forEach(sum::add);
        }

        ReratingPreview preview = sum.preview();

        assertThat(preview)
                .returns(7L, ReratingPreview::calls)
                .returns(2L, ReratingPreview::changed)
                .returns(2L, ReratingPreview::estimated)
                .returns(2 * (AFTER - 5), ReratingPreview::differenceNano);
        assertThat(preview.left())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        ReratedCall.Reason.USAGE_UNKNOWN, 1L,
                        ReratedCall.Reason.PART_WITHOUT_PRICE, 1L,
                        ReratedCall.Reason.NOT_TOLD_APART, 2L));
        assertThat(preview.sample()).hasSize(2);
    }

    /** Another call came before the only one of an exchange, and where no answer began, its usage is of both. */
    private void makeSecond(UsageRecord row, String outcome, @Nullable Long firstByteMicros) {
        jdbc.sql("update usage_record set outcome = ?, first_byte_us = ?, attempts = 2 where id = ?")
                .params(outcome, firstByteMicros, row.id())
                .update();
        jdbc.sql("update usage_attempt set number = 2 where record_id = ?")
                .param(row.id())
                .update();
    }
}

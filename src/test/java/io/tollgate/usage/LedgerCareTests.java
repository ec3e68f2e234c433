package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.journal.Durability;
import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class LedgerCareTests {

    private static final LedgerProperties PROPERTIES = new LedgerProperties(
            Durability.GROUP,
            DataSize.ofMegabytes(1),
            DataSize.ofMegabytes(1),
            25,
            Duration.ofDays(90),
            Duration.ofDays(400));

    private final DataSource dataSource = UsageDatabase.create();

    @Test
    void deletesOldRowsAPieceAtATime() throws SQLException {
        insert(IntStream.range(0, 6_000)
                .mapToObj(
                        i -> UsageDatabase.row(NOON.minus(Duration.ofDays(100)).plusSeconds(i)))
                .toList());
        insert(List.of(UsageDatabase.row(NOON)));
        Instant[] now = {NOON};
        LedgerCare care = new LedgerCare(dataSource, () -> now[0], PROPERTIES::kept);

        care.tend();
        long afterOne = count("usage_record");
        now[0] = NOON.plusSeconds(10);
        care.tend();

        assertThat(afterOne).isEqualTo(1_001);
        assertThat(count("usage_record")).isEqualTo(1);
        assertThat(count("usage_attempt")).isEqualTo(1);
    }

    @Test
    void deletesOldSumsAPieceAtATime() throws SQLException {
        insertQuarters(7_000, NOON.minus(Duration.ofDays(100)), Duration.ofMinutes(15));
        insertQuarters(6_000, NOON.minus(Duration.ofDays(200)), Duration.ZERO);
        Instant[] now = {NOON};
        LedgerCare care = new LedgerCare(dataSource, () -> now[0], PROPERTIES::kept);

        care.tend();
        long afterOne = count("provider_quarter");
        now[0] = NOON.plusSeconds(10);
        care.tend();
        long afterTwo = count("provider_quarter");
        now[0] = NOON.plusSeconds(20);
        care.tend();

        assertThat(afterOne).isEqualTo(7_000);
        assertThat(afterTwo).isEqualTo(2_000);
        assertThat(count("provider_quarter")).isZero();
    }

    private void insertQuarters(int count, Instant first, Duration step) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "insert into provider_quarter (starts_at, provider_id, calls, failed, refused) values (?, ?, 1, 0, 0)")) {
            for (int i = 0; i < count; i++) {
                statement.setObject(1, first.plus(step.multipliedBy(i)).atOffset(ZoneOffset.UTC));
                statement.setObject(2, new UUID(0, i));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @Test
    void goesByWhatIsChosenMeanwhile() throws SQLException {
        insert(List.of(UsageDatabase.row(NOON.minus(Duration.ofDays(40))), UsageDatabase.row(NOON)));
        Instant[] now = {NOON};
        Retention.Kept[] kept = {PROPERTIES.kept()};
        LedgerCare care = new LedgerCare(dataSource, () -> now[0], () -> kept[0]);
        care.tend();
        long before = count("usage_record");

        kept[0] = new Retention.Kept(Duration.ofDays(30), Duration.ofDays(63));
        now[0] = NOON.plusSeconds(10);
        care.tend();

        assertThat(before).isEqualTo(2);
        assertThat(count("usage_record")).isEqualTo(1);
        assertThat(count("usage_hour")).isEqualTo(2);
    }

    private long count(String table) {
        return JdbcClient.create(dataSource)
                .sql("select count(*) from " + table)
                .query(Long.class)
                .single();
    }

    private void insert(List<UsageRecord> rows) throws SQLException {
        UsageDatabase.insert(dataSource, rows);
        try (Connection connection = dataSource.getConnection()) {
            AttemptTable.insert(rows.stream().map(LedgerCareTests::attempt).toList(), connection);
        }
    }

    private static AttemptRecord attempt(UsageRecord row) {
        return new AttemptRecord(
                row.id(), 1, row.startedAt(), null, null, null, null, null, Outcome.COMPLETED, null, 1, 0L);
    }
}

package io.tollgate.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the ledger's thread does for its tables now and then, a small piece at a time: it compares the rows of an hour
 * with their sums, one hour of the last day after the other, and deletes what is older than is kept.
 */
final class LedgerCare {

    private static final Logger log = LoggerFactory.getLogger(LedgerCare.class);
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private static final Duration MINUTES_KEPT = Duration.ofHours(49);
    private static final Duration SLACK = Duration.ofMinutes(10); // ids and clocks differ a little
    private static final int HOURS = 24;
    private static final int PIECE = 5_000;
    private static final int REST_PER_WORK = 19;

    private final DataSource dataSource;
    private final LedgerCheck check;
    private final InstantSource clock;
    private final Supplier<Retention.Kept> retention;

    private Instant next = Instant.EPOCH;
    private long checksFrom = System.nanoTime();
    private int turn;
    private volatile LedgerStatus.Check lastCheck = new LedgerStatus.Check(null, 0, 0);

    LedgerCare(DataSource dataSource, InstantSource clock, Supplier<Retention.Kept> retention) {
        this.dataSource = dataSource;
        this.check = new LedgerCheck(JdbcClient.create(dataSource));
        this.clock = clock;
        this.retention = retention;
    }

    LedgerStatus.Check lastCheck() {
        return lastCheck;
    }

    /** Does the next piece, if it is time. */
    void tend() throws SQLException {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(BETWEEN);
        check(now);
        try (Connection connection = dataSource.getConnection()) {
            purge(now, connection);
        }
    }

    /** However much an hour holds, comparing it takes a small part of the thread's time. */
    private void check(Instant now) {
        long began = System.nanoTime();
        if (began - checksFrom < 0) {
            return;
        }
        Instant hour = now.truncatedTo(ChronoUnit.HOURS).minus(turn, ChronoUnit.HOURS);
        Instant end = hour.plus(1, ChronoUnit.HOURS);
        List<String> wrong =
                check.differences(hour, new IdStretch(Period.idAt(hour.minus(SLACK)), Period.idAt(end.plus(SLACK))));
        if (!wrong.isEmpty()) {
            log.error("The ledger's rows of the hour from {} differ from their sums: {}", hour, wrong);
        }
        LedgerStatus.Check last = lastCheck;
        lastCheck = new LedgerStatus.Check(now, last.checks() + 1, last.differences() + (wrong.isEmpty() ? 0 : 1));
        turn = (turn + 1) % HOURS;
        checksFrom = System.nanoTime() + REST_PER_WORK * (System.nanoTime() - began);
    }

    private void purge(Instant now, Connection connection) throws SQLException {
        Retention.Kept kept = retention.get();
        UUID first = Period.idAt(now.minus(kept.records()));
        deletePiece("usage_attempt", "record_id", first, connection);
        deletePiece("usage_record", "id", first, connection);
        deleteSums("usage_minute", now.minus(MINUTES_KEPT), connection);
        deleteSums("provider_quarter", now.minus(MINUTES_KEPT), connection);
        deleteSums("usage_hour", now.minus(kept.hours()), connection);
    }

    private static void deleteSums(String table, Instant first, Connection connection) throws SQLException {
        deletePiece(table, "starts_at", first.atOffset(ZoneOffset.UTC), connection);
    }

    /**
     * Deletes a piece of what is before a value of a column; rows of the same value go together. In two steps: the
     * database fails over a piece chosen within one.
     */
    private static void deletePiece(String table, String column, Object first, Connection connection)
            throws SQLException {
        Object last = lastOfPiece(table, column, first, connection);
        try (PreparedStatement statement = connection.prepareStatement(
                "delete from " + table + " where " + column + (last == null ? " < ?" : " <= ?"))) {
            statement.setObject(1, last == null ? first : last);
            statement.executeUpdate();
        }
    }

    private static @Nullable Object lastOfPiece(String table, String column, Object first, Connection connection)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select " + column + " from " + table + " where "
                + column + " < ? order by " + column + " limit 1 offset " + (PIECE - 1))) {
            statement.setObject(1, first);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getObject(1, first.getClass()) : null;
            }
        }
    }
}

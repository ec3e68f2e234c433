package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.limit.LimitSettings;
import io.tollgate.storage.StoredSettings;
import io.tollgate.usage.UsageRecord.Outcome;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An in-memory database with the schema, and rows to put into it. */
final class UsageDatabase {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static final AtomicLong SEQUENCE = new AtomicLong();

    private UsageDatabase() {}

    static DataSource create() {
        DataSource dataSource =
                JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(dataSource).load().migrate();
        return dataSource;
    }

    static Retention retention(JdbcClient jdbc, LedgerProperties properties) {
        return new Retention(
                properties,
                new StoredSettings(jdbc, InstantSource.fixed(NOON)),
                new LimitSettings(ZoneOffset.UTC, BigDecimal.ONE, Duration.ofSeconds(30)),
                InstantSource.fixed(NOON));
    }

    static long count(DataSource dataSource) {
        return JdbcClient.create(dataSource)
                .sql("select count(*) from usage_record")
                .query(Long.class)
                .single();
    }

    /** Puts rows into the table and their sums. */
    static void insert(DataSource dataSource, List<UsageRecord> rows) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            UsageTable.insert(rows, connection);
            for (Cube.Grain grain : List.of(Cube.HOUR, Cube.DAY, Cube.MINUTE)) {
                new Cube(grain).add(rows, connection);
            }
        }
    }

    static UUID idAt(Instant instant) {
        UUID floor = Period.idAt(instant);
        return new UUID(floor.getMostSignificantBits(), floor.getLeastSignificantBits() | SEQUENCE.incrementAndGet());
    }

    static UsageRecord row(Instant at) {
        return row(at, "gpt-4o-mini", 200, Outcome.COMPLETED, 1_000);
    }

    static UsageRecord row(Instant at, String model, int status, Outcome outcome, long firstByteMicros) {
        return new UsageRecord(
                idAt(at),
                at,
                "req-" + SEQUENCE.get(),
                null,
                null,
                "chat",
                model,
                null,
                null,
                model + "-2024",
                status,
                outcome,
                outcome == Outcome.COMPLETED ? null : "upstream_error",
                true,
                1,
                Usage.ofTokens(10, 4, 20, 5),
                123L,
                firstByteMicros,
                firstByteMicros * 3);
    }
}

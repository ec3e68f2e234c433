package io.tollgate.usage;

import io.tollgate.pricing.PriceOwner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of what was rated again. Added by whoever asks; from then on only the ledger's thread changes a row. */
@Component
class ReratingTable {

    private static final String UPDATE = """
            update rerating set reached = ?, calls = ?, before_nano = ?, after_nano = ?, done_at = ? where id = ?""";

    private final JdbcClient jdbc;

    ReratingTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Rerating row) {
        Rerating.Span span = row.span();
        jdbc.sql("""
                        insert into rerating (id, owner_id, of_deployment, from_time, until_time, prices_at, asked_by,
                            created_at, reached, calls, before_nano, after_nano)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)""")
                .params(
                        row.id(),
                        span.owner().id(),
                        span.owner().deployment(),
                        utc(span.from()),
                        utc(span.until()),
                        utc(span.pricesAt()),
                        row.askedBy(),
                        utc(row.createdAt()),
                        row.reached())
                .update();
    }

    /** The first that is not done yet. */
    Optional<Rerating> next() {
        return jdbc.sql("select * from rerating where done_at is null order by id limit 1")
                .query(ReratingTable::read)
                .optional();
    }

    /** Those of a model or deployment, the newest first. */
    List<Rerating> of(PriceOwner owner, int most) {
        return jdbc.sql("select * from rerating where owner_id = :owner order by id desc limit " + most)
                .param("owner", owner.id())
                .query(ReratingTable::read)
                .list();
    }

    static void update(Rerating row, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            Instant done = row.doneAt();
            statement.setObject(1, row.reached());
            statement.setLong(2, row.calls());
            statement.setLong(3, row.beforeNano());
            statement.setLong(4, row.afterNano());
            statement.setObject(5, done == null ? null : utc(done));
            statement.setObject(6, row.id());
            statement.executeUpdate();
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Rerating read(ResultSet row, int number) throws SQLException {
        return new Rerating(
                row.getObject("id", UUID.class),
                new Rerating.Span(
                        new PriceOwner(row.getObject("owner_id", UUID.class), row.getBoolean("of_deployment")),
                        time(row, "from_time"),
                        time(row, "until_time"),
                        time(row, "prices_at")),
                row.getString("asked_by"),
                time(row, "created_at"),
                row.getObject("reached", UUID.class),
                row.getLong("calls"),
                row.getLong("before_nano"),
                row.getLong("after_nano"),
                absentTime(row, "done_at"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant absentTime(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

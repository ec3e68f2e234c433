package io.tollgate.alert;

import io.tollgate.alert.Delivery.State;
import io.tollgate.storage.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What became of messages. A database that is away keeps nobody from telling. */
@Component
@DependsOnDatabaseInitialization
public class DeliveryLog {

    private static final Logger log = LoggerFactory.getLogger(DeliveryLog.class);
    private static final int LONGEST_SUBJECTS = 1_000;
    private static final int LONGEST_DETAIL = 500;

    private final JdbcClient jdbc;
    private final Ids ids;
    private final InstantSource clock;

    DeliveryLog(JdbcClient jdbc, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    /** The newest first. */
    public List<Delivery> newest(int most) {
        return jdbc.sql("select id, channel_id, channel_name, turn, rule, subjects, state, tries, detail, created_at,"
                        + " ended_at from alert_delivery order by created_at desc, id desc limit " + most)
                .query(DeliveryLog::delivery)
                .list();
    }

    /** A message waits for its channel; gives the id of what becomes of it. */
    UUID begin(Notice notice, AlertChannel channel) {
        UUID id = ids.next();
        String subjects =
                notice.alerts().stream().map(alert -> alert.subject().name()).collect(Collectors.joining(", "));
        tolerant(() -> jdbc.sql("insert into alert_delivery (id, notice_id, channel_id, channel_name, turn, rule,"
                        + " subjects, state, tries, detail, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        id,
                        notice.id(),
                        channel.getId(),
                        channel.getName(),
                        notice.turn().name(),
                        notice.rule().name(),
                        Wording.clip(subjects, LONGEST_SUBJECTS),
                        State.WAITING.name(),
                        0,
                        "",
                        AlertLog.utc(clock.instant()))
                .update());
        return id;
    }

    void end(UUID id, State state, int tries, String detail) {
        tolerant(() -> jdbc.sql("update alert_delivery set state = ?, tries = ?, detail = ?, ended_at = ? where id = ?")
                .params(state.name(), tries, Wording.clip(detail, LONGEST_DETAIL), AlertLog.utc(clock.instant()), id)
                .update());
    }

    private static void tolerant(Runnable write) {
        try {
            write.run();
        } catch (DataAccessException e) {
            log.warn("What becomes of an alert could not be written down", e);
        }
    }

    private static Delivery delivery(ResultSet row, int number) throws SQLException {
        return new Delivery(
                row.getObject("id", UUID.class),
                row.getObject("channel_id", UUID.class),
                row.getString("channel_name"),
                row.getString("turn"),
                Rule.valueOf(row.getString("rule")),
                row.getString("subjects"),
                State.valueOf(row.getString("state")),
                row.getInt("tries"),
                row.getString("detail"),
                AlertLog.moment(row, "created_at"),
                AlertLog.instant(row, "ended_at"));
    }
}

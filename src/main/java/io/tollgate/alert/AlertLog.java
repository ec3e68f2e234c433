package io.tollgate.alert;

import io.tollgate.storage.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The alerts that last, those that are over, and what is muted. */
@Component
@DependsOnDatabaseInitialization
public class AlertLog {

    private static final String ALL =
            "select id, alert_key, rule, subject_kind, subject_id, subject_within, subject_name,"
                    + " facts, began_at, seen_at, said_at, notice_id, over_at from alert ";

    private final JdbcClient jdbc;
    private final Ids ids;
    private final InstantSource clock;

    public AlertLog(JdbcClient jdbc, Ids ids, InstantSource clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    /** Those that last, the newest first. */
    public List<Alert> lasting() {
        return jdbc.sql(ALL + "where over_at is null order by began_at desc, id desc")
                .query(AlertLog::alert)
                .list();
    }

    /** Those that are over, the newest first. */
    public List<Alert> past(int most) {
        return jdbc.sql(ALL + "where over_at is not null order by over_at desc, id desc limit " + most)
                .query(AlertLog::alert)
                .list();
    }

    /** Writes an alert down as it is now. */
    void save(Alert alert) {
        if (update(alert) == 0) {
            add(alert);
        }
    }

    private void add(Alert alert) {
        Subject subject = alert.subject();
        jdbc.sql("""
                        insert into alert (id, alert_key, rule, subject_kind, subject_id, subject_within, subject_name,
                            facts, began_at, seen_at, said_at, notice_id, over_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(alert.id())
                .param(alert.key())
                .param(alert.rule().name())
                .param(subject.kind().name())
                .param(subject.id())
                .param(subject.within())
                .param(subject.name())
                .param(String.join("\n", alert.facts()))
                .param(utc(alert.beganAt()))
                .param(utc(alert.seenAt()))
                .param(utcOf(alert.saidAt()))
                .param(alert.noticeId())
                .param(utcOf(alert.overAt()))
                .update();
    }

    private int update(Alert alert) {
        return jdbc.sql(
                        "update alert set subject_name = ?, facts = ?, seen_at = ?, said_at = ?, notice_id = ?, over_at = ?"
                                + " where id = ?")
                .param(alert.subject().name())
                .param(String.join("\n", alert.facts()))
                .param(utc(alert.seenAt()))
                .param(utcOf(alert.saidAt()))
                .param(alert.noticeId())
                .param(utcOf(alert.overAt()))
                .param(alert.id())
                .update();
    }

    /** What an earlier process began to tell and did not end counts as not told. */
    void forgetUnsent() {
        jdbc.sql("update alert set said_at = null where over_at is null and notice_id in"
                        + " (select notice_id from alert_delivery where state = 'WAITING')")
                .update();
        jdbc.sql("update alert_delivery set state = 'LOST', ended_at = ? where state = 'WAITING'")
                .param(utc(clock.instant()))
                .update();
    }

    /** Deletes what was over, and sent, before a time. */
    void purge(Instant before) {
        jdbc.sql("delete from alert where over_at < ?").param(utc(before)).update();
        jdbc.sql("delete from alert_delivery where created_at < ?")
                .param(utc(before))
                .update();
        jdbc.sql("delete from alert_mute where until < ?")
                .param(utc(clock.instant()))
                .update();
    }

    /** The mutes in force, the next to end first. */
    public List<Mute> mutes() {
        return jdbc.sql("select id, rule, alert_key, label, until, muted_by from alert_mute where until > ?"
                        + " order by until")
                .param(utc(clock.instant()))
                .query(AlertLog::mute)
                .list();
    }

    /** Says nothing of a rule until a time. */
    public void mute(Rule rule, Instant until, String who) {
        mute(rule.name(), null, rule.id(), until, who);
    }

    /** Says nothing of one alert until a time. */
    public void mute(Alert alert, Instant until, String who) {
        mute(null, alert.key(), alert.subject().name(), until, who);
    }

    private void mute(@Nullable String rule, @Nullable String key, String label, Instant until, String who) {
        jdbc.sql("insert into alert_mute (id, rule, alert_key, label, until, muted_by, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .param(ids.next())
                .param(rule)
                .param(key)
                .param(label)
                .param(utc(until))
                .param(who)
                .param(utc(clock.instant()))
                .update();
    }

    /** Ends a mute. */
    public void unmute(UUID id) {
        jdbc.sql("delete from alert_mute where id = ?").param(id).update();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime utcOf(@Nullable Instant instant) {
        return instant == null ? null : utc(instant);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Alert alert(ResultSet row, int number) throws SQLException {
        return new Alert(
                row.getObject("id", UUID.class),
                row.getString("alert_key"),
                Rule.valueOf(row.getString("rule")),
                new Subject(
                        Subject.Kind.valueOf(row.getString("subject_kind")),
                        row.getObject("subject_id", UUID.class),
                        row.getObject("subject_within", UUID.class),
                        row.getString("subject_name")),
                List.of(row.getString("facts").split("\n", -1)),
                moment(row, "began_at"),
                moment(row, "seen_at"),
                instant(row, "said_at"),
                row.getObject("notice_id", UUID.class),
                instant(row, "over_at"));
    }

    private static Mute mute(ResultSet row, int number) throws SQLException {
        String rule = row.getString("rule");
        return new Mute(
                row.getObject("id", UUID.class),
                rule == null ? null : Rule.valueOf(rule),
                row.getString("alert_key"),
                row.getString("label"),
                moment(row, "until"),
                row.getString("muted_by"));
    }
}

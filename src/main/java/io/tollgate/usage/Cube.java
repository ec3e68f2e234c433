package io.tollgate.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A table of sums by time and by what a record says of itself. Only the ledger's thread writes it, so nobody else
 * changes a sum between its being read and written.
 */
final class Cube {

    static final Cube.Grain HOUR = new Grain("usage_hour", ChronoUnit.HOURS, true);
    static final Cube.Grain DAY = new Grain("usage_day", ChronoUnit.DAYS, true);
    static final Cube.Grain MINUTE = new Grain("usage_minute", ChronoUnit.MINUTES, false);

    private static final UUID NONE = UsageFilter.NONE;

    private final Grain grain;

    /**
     * How finely a table sums.
     *
     * @param fine whether it tells callers, providers and outcomes apart, or models only
     */
    record Grain(String table, ChronoUnit unit, boolean fine) {

        String keys() {
            return fine ? "starts_at, team_id, key_id, model, provider_id, credential_id, outcome" : "starts_at, model";
        }

        int keyCount() {
            return fine ? 7 : 2;
        }

        Key key(UsageRecord row) {
            Instant start = row.startedAt().truncatedTo(unit);
            String model = cut(row.modelAsked());
            return fine
                    ? new Key(
                            start,
                            orNone(row.teamId()),
                            orNone(row.keyId()),
                            model,
                            orNone(row.providerId()),
                            orNone(row.credentialId()),
                            row.outcome().name())
                    : new Key(start, NONE, NONE, model, NONE, NONE, "");
        }

        private static String cut(String model) {
            return model.length() > 200 ? model.substring(0, 200) : model;
        }

        private static UUID orNone(@Nullable UUID id) {
            return Objects.requireNonNullElse(id, NONE);
        }

        void bind(PreparedStatement statement, int first, Key key) throws SQLException {
            statement.setObject(first, OffsetDateTime.ofInstant(key.startsAt(), ZoneOffset.UTC));
            if (!fine) {
                statement.setString(first + 1, key.model());
                return;
            }
            statement.setObject(first + 1, key.team());
            statement.setObject(first + 2, key.key());
            statement.setString(first + 3, key.model());
            statement.setObject(first + 4, key.provider());
            statement.setObject(first + 5, key.credential());
            statement.setString(first + 6, key.outcome());
        }
    }

    record Key(Instant startsAt, UUID team, UUID key, String model, UUID provider, UUID credential, String outcome) {}

    Cube(Grain grain) {
        this.grain = grain;
    }

    /** Adds records to their sums. */
    void add(List<UsageRecord> rows, Connection connection) throws SQLException {
        Map<Key, Tally> inserted = new LinkedHashMap<>();
        Map<Key, Tally> updated = new LinkedHashMap<>();
        for (UsageRecord row : rows) {
            Key key = grain.key(row);
            Tally tally = inserted.getOrDefault(key, updated.get(key));
            if (tally == null) {
                Tally found = find(key, connection);
                tally = found == null ? new Tally() : found;
                (found == null ? inserted : updated).put(key, tally);
            }
            tally.add(row);
        }
        write(insert(), inserted, true, connection);
        write(update(), updated, false, connection);
    }

    /** Changes what records cost in their sums; sums that are not kept any longer are passed over. */
    void correct(List<ReratedCall> calls, Connection connection) throws SQLException {
        Map<Key, long[]> changes = new LinkedHashMap<>();
        for (ReratedCall call : calls) {
            long[] change = changes.computeIfAbsent(grain.key(call.row()), _ -> new long[2]);
            change[0] += call.rowDifferenceNano();
            change[1] += call.row().costNano() == null ? 1 : 0;
        }
        String where = grain.keys().replace(", ", " = ? and ") + " = ?";
        try (PreparedStatement statement = connection.prepareStatement(
                "update " + grain.table() + " set cost_nano = cost_nano + ?, unpriced = unpriced - ? where " + where)) {
            for (Map.Entry<Key, long[]> each : changes.entrySet()) {
                statement.setLong(1, each.getValue()[0]);
                statement.setLong(2, each.getValue()[1]);
                grain.bind(statement, 3, each.getKey());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Takes all sums away. */
    void clear(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("delete from " + grain.table())) {
            statement.executeUpdate();
        }
    }

    private @Nullable Tally find(Key key, Connection connection) throws SQLException {
        String where = grain.keys().replace(", ", " = ? and ") + " = ?";
        try (PreparedStatement statement =
                connection.prepareStatement("select " + Tally.COLUMNS + " from " + grain.table() + " where " + where)) {
            grain.bind(statement, 1, key);
            try (ResultSet found = statement.executeQuery()) {
                if (!found.next()) {
                    return null;
                }
                Tally tally = new Tally();
                tally.add(found, 1);
                return tally;
            }
        }
    }

    private String insert() {
        String places = "?, ".repeat(grain.keyCount() + Tally.COUNT - 1) + "?";
        return "insert into " + grain.table() + " (" + grain.keys() + ", " + Tally.COLUMNS + ") values (" + places
                + ")";
    }

    private String update() {
        return "update " + grain.table() + " set " + Tally.COLUMNS.replace(",", " = ?,") + " = ? where "
                + grain.keys().replace(", ", " = ? and ") + " = ?";
    }

    private void write(String sql, Map<Key, Tally> tallies, boolean keysFirst, Connection connection)
            throws SQLException {
        if (tallies.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<Key, Tally> each : tallies.entrySet()) {
                grain.bind(statement, keysFirst ? 1 : Tally.COUNT + 1, each.getKey());
                each.getValue().bind(statement, keysFirst ? grain.keyCount() + 1 : 1);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}

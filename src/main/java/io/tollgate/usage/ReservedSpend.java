package io.tollgate.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the budgets of a key and a team were charged for an exchange whose cost nobody knows: what was reserved for it.
 * It holds until the exchange is rated again.
 *
 * @param nano in nano-dollars
 */
record ReservedSpend(
        UUID recordId,
        Instant startedAt,
        @Nullable UUID keyId,
        @Nullable UUID teamId,
        long nano) {

    private static final String INSERT =
            "insert into usage_reserved (record_id, started_at, key_id, team_id, nano) values (?, ?, ?, ?, ?)";
    private static final String FIND = "select nano from usage_reserved where record_id = ?";
    private static final String DELETE = "delete from usage_reserved where record_id = ?";

    static void insert(Collection<ReservedSpend> rows, Connection connection) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (ReservedSpend row : rows) {
                statement.setObject(1, row.recordId());
                statement.setObject(2, row.startedAt().atOffset(ZoneOffset.UTC));
                statement.setObject(3, row.keyId());
                statement.setObject(4, row.teamId());
                statement.setLong(5, row.nano());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Takes rows away, since the cost of their exchanges is known by now; what they held, by the exchange. */
    static Map<UUID, Long> take(Collection<UUID> recordIds, Connection connection) throws SQLException {
        Map<UUID, Long> taken = new HashMap<>();
        try (PreparedStatement find = connection.prepareStatement(FIND);
                PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (UUID id : recordIds) {
                find.setObject(1, id);
                try (ResultSet row = find.executeQuery()) {
                    if (row.next()) {
                        taken.put(id, row.getLong(1));
                        delete.setObject(1, id);
                        delete.executeUpdate();
                    }
                }
            }
        }
        return taken;
    }
}

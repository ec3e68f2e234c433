package io.tollgate.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;

/** The table of calls to providers, as it is written. */
final class AttemptTable {

    private static final String INSERT = """
            insert into usage_attempt (record_id, number, started_at, deployment_id, provider_id, credential_id, model,
                price_id, outcome, error_code, total_us, cost_nano, why, waited_us, status, first_byte_us)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private AttemptTable() {}

    static void insert(List<AttemptRecord> rows, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (AttemptRecord row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, AttemptRecord row) throws SQLException {
        statement.setObject(1, row.recordId());
        statement.setInt(2, row.number());
        statement.setObject(3, row.startedAt().atOffset(ZoneOffset.UTC));
        statement.setObject(4, row.deploymentId());
        statement.setObject(5, row.providerId());
        statement.setObject(6, row.credentialId());
        statement.setString(7, UsageTable.cut(row.model(), 200));
        statement.setObject(8, row.priceId());
        statement.setString(9, row.outcome().name());
        statement.setString(10, UsageTable.cut(row.errorCode(), 64));
        statement.setLong(11, row.micros());
        UsageTable.setLong(statement, 12, row.costNano());
        statement.setString(13, row.why() == null ? null : row.why().name());
        statement.setLong(14, row.waitedMicros());
        statement.setObject(15, row.status(), Types.INTEGER);
        UsageTable.setLong(statement, 16, row.firstByteMicros());
    }
}

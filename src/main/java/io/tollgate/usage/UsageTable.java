package io.tollgate.usage;

import io.tollgate.chat.Usage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The table of usage records, as it is written: many rows in one transaction. */
@Component
class UsageTable {

    private static final String INSERT = """
            insert into usage_record (id, started_at, request_id, key_id, team_id, operation, model_asked, provider_id,
                credential_id, model_served, status, outcome, error_code, streamed, attempts, input_tokens,
                cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_input_tokens,
                audio_output_tokens, units, unit, usage_source, cost_nano, first_byte_us, total_us, losses)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final DataSource dataSource;

    UsageTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Writes all the rows, or none. */
    void insert(List<UsageRecord> rows) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            try {
                for (UsageRecord row : rows) {
                    bind(statement, row);
                    statement.addBatch();
                }
                statement.executeBatch();
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** Whether the rows themselves were refused, so that trying again is in vain. */
    static boolean isAboutData(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private static void bind(PreparedStatement statement, UsageRecord row) throws SQLException {
        statement.setObject(1, row.id());
        statement.setObject(2, row.startedAt().atOffset(ZoneOffset.UTC));
        statement.setString(3, cut(row.requestId(), 128));
        statement.setObject(4, row.keyId());
        statement.setObject(5, row.teamId());
        statement.setString(6, cut(row.operation(), 30));
        statement.setString(7, cut(row.modelAsked(), 200));
        statement.setObject(8, row.providerId());
        statement.setObject(9, row.credentialId());
        statement.setString(10, cut(row.modelServed(), 200));
        statement.setInt(11, row.status());
        statement.setString(12, row.outcome().name());
        statement.setString(13, cut(row.errorCode(), 64));
        statement.setBoolean(14, row.streamed());
        statement.setInt(15, row.attempts());
        bind(statement, row.usage());
        setLong(statement, 26, row.costNano());
        setLong(statement, 27, row.firstByteMicros());
        statement.setLong(28, row.totalMicros());
        statement.setString(29, cut(row.losses(), 500));
    }

    private static void bind(PreparedStatement statement, Usage usage) throws SQLException {
        statement.setLong(16, usage.inputTokens());
        statement.setLong(17, usage.cachedTokens());
        statement.setLong(18, usage.cacheWriteTokens());
        statement.setLong(19, usage.outputTokens());
        statement.setLong(20, usage.reasoningTokens());
        statement.setLong(21, usage.audioInputTokens());
        statement.setLong(22, usage.audioOutputTokens());
        statement.setLong(23, usage.units());
        statement.setString(24, usage.unit().name());
        statement.setString(25, usage.source().name());
    }

    private static void setLong(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }

    private static @Nullable String cut(@Nullable String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length);
    }
}

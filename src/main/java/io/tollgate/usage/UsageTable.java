package io.tollgate.usage;

import io.tollgate.chat.Usage;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of usage records, as it is written. */
final class UsageTable {

    private static final String INSERT = """
            insert into usage_record (id, started_at, request_id, key_id, team_id, operation, model_asked, provider_id,
                credential_id, model_served, status, outcome, error_code, streamed, attempts, input_tokens,
                cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens, audio_input_tokens,
                audio_output_tokens, units, unit, usage_source, cost_nano, first_byte_us, total_us, losses,
                cache_write_1h_tokens, cached_audio_tokens, image_input_tokens, cached_image_tokens,
                image_output_tokens, video_input_tokens, cached_video_tokens, video_output_tokens, web_searches,
                citation_tokens, trace)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final int PAGE = 5_000;

    private UsageTable() {}

    /** Takes rows of the table, some thousands at a time. */
    interface Rows {
        void take(List<UsageRecord> rows) throws SQLException;
    }

    static void insert(List<UsageRecord> rows, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (UsageRecord row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Those of the rows' ids that are in the table already. */
    static Set<UUID> present(List<UsageRecord> rows, Connection connection) throws SQLException {
        Object[] ids = rows.stream().map(UsageRecord::id).toArray();
        Set<UUID> found = new HashSet<>();
        Array array = connection.createArrayOf("uuid", ids);
        try (PreparedStatement statement =
                connection.prepareStatement("select id from usage_record where id = any(?)")) {
            statement.setArray(1, array);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found.add(result.getObject(1, UUID.class));
                }
            }
        } finally {
            array.free();
        }
        return found;
    }

    /** Hands out every row of the table, in the order of their ids. */
    static void each(Connection connection, Rows rows) throws SQLException {
        UUID last = new UUID(0, 0);
        List<UsageRecord> page;
        do {
            page = page(last, connection);
            rows.take(page);
            last = page.isEmpty() ? last : page.getLast().id();
        } while (page.size() == PAGE);
    }

    private static List<UsageRecord> page(UUID after, Connection connection) throws SQLException {
        List<UsageRecord> page = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select * from usage_record where id > ? order by id limit " + PAGE)) {
            statement.setObject(1, after);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    page.add(UsageEntry.readRecord(result));
                }
            }
        }
        return page;
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
        bindFiner(statement, row.usage());
        statement.setString(40, row.trace());
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

    private static void bindFiner(PreparedStatement statement, Usage usage) throws SQLException {
        statement.setLong(30, usage.cacheWriteHourTokens());
        statement.setLong(31, usage.audio().cached());
        statement.setLong(32, usage.image().input());
        statement.setLong(33, usage.image().cached());
        statement.setLong(34, usage.image().output());
        statement.setLong(35, usage.video().input());
        statement.setLong(36, usage.video().cached());
        statement.setLong(37, usage.video().output());
        statement.setLong(38, usage.webSearches());
        statement.setLong(39, usage.citationTokens());
    }

    static void setLong(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }

    static @Nullable String cut(@Nullable String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length);
    }
}

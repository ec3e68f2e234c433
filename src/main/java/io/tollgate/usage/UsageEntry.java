package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the ledger with the names behind its ids, as they are today. */
public record UsageEntry(
        UsageRecord record,
        @Nullable String keyName,
        @Nullable String teamName,
        @Nullable String providerName,
        @Nullable String credentialName) {

    static UsageEntry read(ResultSet row, int number) throws SQLException {
        return new UsageEntry(
                readRecord(row),
                row.getString("key_name"),
                row.getString("team_name"),
                row.getString("provider_name"),
                row.getString("credential_name"));
    }

    static UsageRecord readRecord(ResultSet row) throws SQLException {
        return new UsageRecord(
                row.getObject("id", UUID.class),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getString("request_id"),
                row.getObject("key_id", UUID.class),
                row.getObject("team_id", UUID.class),
                row.getString("operation"),
                row.getString("model_asked"),
                row.getObject("provider_id", UUID.class),
                row.getObject("credential_id", UUID.class),
                row.getString("model_served"),
                row.getInt("status"),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("error_code"),
                row.getBoolean("streamed"),
                row.getInt("attempts"),
                readUsage(row),
                nullableLong(row, "cost_nano"),
                nullableLong(row, "first_byte_us"),
                row.getLong("total_us"),
                row.getString("losses"),
                row.getString("trace"));
    }

    private static Usage readUsage(ResultSet row) throws SQLException {
        return new Usage(
                row.getLong("input_tokens"),
                row.getLong("cached_tokens"),
                row.getLong("cache_write_tokens"),
                row.getLong("cache_write_1h_tokens"),
                row.getLong("output_tokens"),
                row.getLong("reasoning_tokens"),
                readMedia(row, "audio"),
                readMedia(row, "image"),
                readMedia(row, "video"),
                row.getLong("web_searches"),
                row.getLong("citation_tokens"),
                row.getLong("units"),
                Usage.Unit.valueOf(row.getString("unit")),
                Usage.Source.valueOf(row.getString("usage_source")));
    }

    private static Usage.Media readMedia(ResultSet row, String kind) throws SQLException {
        return new Usage.Media(
                row.getLong(kind + "_input_tokens"),
                row.getLong("cached_" + kind + "_tokens"),
                row.getLong(kind + "_output_tokens"));
    }

    static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}

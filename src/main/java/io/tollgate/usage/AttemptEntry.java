package io.tollgate.usage;

import io.tollgate.routing.Turn.Why;
import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call to a provider with the names behind its ids, as they are today.
 *
 * @param modelId of the model that was served, by the name clients ask for it; absent when that is retired
 */
public record AttemptEntry(
        AttemptRecord record,
        @Nullable String providerName,
        @Nullable String credentialName,
        @Nullable UUID modelId,
        @Nullable String modelName) {

    static final String SELECT = """
            select a.*, p.name as provider_name, c.name as credential_name, m.name as model_name,
                case when m.retired_at is null then m.id end as model_id
            from usage_attempt a
                left join provider p on p.id = a.provider_id
                left join credential c on c.id = a.credential_id
                left join deployment d on d.id = a.deployment_id
                left join model m on m.id = d.model_id
            where a.record_id = :id order by a.number""";

    static AttemptEntry read(ResultSet row, int number) throws SQLException {
        return new AttemptEntry(
                readRecord(row),
                row.getString("provider_name"),
                row.getString("credential_name"),
                row.getObject("model_id", UUID.class),
                row.getString("model_name"));
    }

    private static AttemptRecord readRecord(ResultSet row) throws SQLException {
        String why = row.getString("why");
        return new AttemptRecord(
                row.getObject("record_id", UUID.class),
                row.getInt("number"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("deployment_id", UUID.class),
                row.getObject("provider_id", UUID.class),
                row.getObject("credential_id", UUID.class),
                row.getString("model"),
                row.getObject("price_id", UUID.class),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("error_code"),
                row.getLong("total_us"),
                UsageEntry.nullableLong(row, "cost_nano"),
                why == null ? null : Why.valueOf(why),
                row.getLong("waited_us"),
                row.getObject("status", Integer.class),
                UsageEntry.nullableLong(row, "first_byte_us"));
    }
}

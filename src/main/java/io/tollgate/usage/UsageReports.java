package io.tollgate.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was used, summed up from the ledger. */
@Component
public class UsageReports {

    /** What makes an exchange a failed one. */
    static final String FAILED = "outcome <> 'CLIENT_CANCELLED' and (outcome <> 'COMPLETED' or status >= 400)";

    private static final String TOTALS = """
            select count(*) as requests,
                count(*) filter (where %s) as errors,
                coalesce(sum(input_tokens), 0) as input_tokens,
                coalesce(sum(output_tokens), 0) as output_tokens,
                coalesce(sum(cost_nano), 0) as cost_nano,
                count(*) filter (where cost_nano is null) as unpriced,
                avg(first_byte_us) as first_byte_average,
                percentile_disc(0.95) within group (order by first_byte_us) as first_byte_p95
            from usage_record
            where id >= :first and id < :end""".formatted(FAILED);

    /** The step's length is written into the text: by a parameter H2 divides with thousands of digits. */
    private static final String STEPS = """
            select cast(floor(extract(epoch from started_at)) as bigint) / %d as step,
                count(*) as requests,
                count(*) filter (where %s) as errors,
                coalesce(sum(cost_nano), 0) as cost_nano,
                percentile_disc(0.5) within group (order by first_byte_us) as first_byte_p50,
                percentile_disc(0.95) within group (order by first_byte_us) as first_byte_p95
            from usage_record
            where id >= :first and id < :end
            group by step
            order by step""";

    private final JdbcClient jdbc;

    UsageReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The sums of a period. */
    public Totals totals(Period period) {
        return jdbc.sql(TOTALS)
                .param("first", period.firstId())
                .param("end", period.endId())
                .query(UsageReports::totals)
                .single();
    }

    /** The sums of a period, step by step; steps without an exchange are left out. */
    public List<Step> steps(Period period, Duration step) {
        long seconds = step.toSeconds();
        return jdbc.sql(STEPS.formatted(seconds, FAILED))
                .param("first", period.firstId())
                .param("end", period.endId())
                .query((row, _) -> step(row, seconds))
                .list();
    }

    private static Totals totals(ResultSet row, int number) throws SQLException {
        return new Totals(
                row.getLong("requests"),
                row.getLong("errors"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("cost_nano"),
                row.getLong("unpriced"),
                UsageEntry.nullableLong(row, "first_byte_average"),
                UsageEntry.nullableLong(row, "first_byte_p95"));
    }

    private static Step step(ResultSet row, long seconds) throws SQLException {
        return new Step(
                Instant.ofEpochSecond(row.getLong("step") * seconds),
                row.getLong("requests"),
                row.getLong("errors"),
                row.getLong("cost_nano"),
                UsageEntry.nullableLong(row, "first_byte_p50"),
                UsageEntry.nullableLong(row, "first_byte_p95"));
    }
}

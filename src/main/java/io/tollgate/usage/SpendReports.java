package io.tollgate.usage;

import io.tollgate.limit.Scope;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a key or a team spent, hour by hour, from the sums of hours alone. */
@Component
public class SpendReports {

    private static final String HOURS = """
            select starts_at, sum(cost_nano) as cost from usage_hour
            where starts_at >= :from and %s = :id
            group by starts_at order by starts_at""";

    private final JdbcClient jdbc;

    SpendReports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What was spent in an hour of UTC.
     *
     * @param costNano nano-dollars, without the exchanges whose cost is unknown
     */
    public record Hour(Instant start, long costNano) {}

    /**
     * The hours from the one on that a moment is in, in their order; those without an exchange are left out.
     *
     * @param scope a key or a team
     * @throws IllegalArgumentException when it is of another scope
     */
    public List<Hour> hours(Scope scope, UUID id, Instant from) {
        return jdbc.sql(HOURS.formatted(column(scope)))
                .param("from", from.truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC))
                .param("id", id)
                .query((row, _) -> new Hour(
                        row.getObject("starts_at", OffsetDateTime.class).toInstant(), row.getLong("cost")))
                .list();
    }

    private static String column(Scope scope) {
        return switch (scope) {
            case KEY -> "key_id";
            case TEAM -> "team_id";
            case DEPLOYMENT, CREDENTIAL, PROVIDER -> throw new IllegalArgumentException(scope + " has no budget");
        };
    }
}

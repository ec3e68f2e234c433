package io.tollgate.usage;

import io.tollgate.limit.History;
import io.tollgate.limit.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the ledger says of limits: requests that asked a provider, their tokens and their cost, by the time they began.
 * A cost that nobody knows is what was reserved. What keys and teams are counted by is the request; what deployments,
 * credentials and providers are counted by is each call, also one that failed. The console's own calls are not counted:
 * they go to no deployment.
 */
@Component
class LedgerHistory implements History {

    private static final String RECENT = """
            select %1$s as owner, u.started_at as at, u.input_tokens + u.output_tokens as tokens
            from usage_record u
            where u.id >= :from and u.attempts > 0 and %1$s is not null""";

    /** The last call bears the tokens: nobody wrote down those of the others. */
    private static final String RECENT_CALLS = """
            select %1$s as owner, a.started_at as at,
                case when a.number = u.attempts then u.input_tokens + u.output_tokens else 0 end as tokens
            from usage_attempt a join usage_record u on u.id = a.record_id
            where a.record_id >= :from and u.id >= :from and a.deployment_id is not null and %1$s is not null""";

    private static final String SUMS_OF_CALLS = """
            select %1$s as owner, count(*) as requests, coalesce(sum(a.cost_nano), 0) as cost
            from usage_attempt a
            where a.record_id >= :first and a.started_at >= :from and a.deployment_id is not null
                and %1$s is not null
            group by %1$s""";

    /** The rows of the hour under way when it began, then whole hours, then whole days. */
    private static final String SUMS = """
            select owner, sum(requests) as requests, sum(cost) as cost from (
                select %1$s as owner, 1 as requests, coalesce(u.cost_nano, 0) as cost from usage_record u
                where u.id >= :first and u.id < :last and u.started_at >= :from and u.started_at < :hour
                    and u.attempts > 0
                union all
                select %1$s, u.requests, u.cost_nano from usage_hour u
                where u.starts_at >= :hour and u.starts_at < :day and u.attempts > 0
                union all
                select %1$s, u.requests, u.cost_nano from usage_day u where u.starts_at >= :day and u.attempts > 0) s
            where owner is not null
            group by owner""";

    private static final String RESERVED = """
            select %1$s as owner, sum(u.nano) as nano from usage_reserved u
            where u.started_at >= :from and %1$s is not null
            group by %1$s""";

    private static final Duration SLACK = Duration.ofMinutes(10); // ids and clocks differ a little

    private final JdbcClient jdbc;
    private final Ledger ledger;

    /** @param ledger has brought in what an earlier process left, once it is there */
    LedgerHistory(JdbcClient jdbc, Ledger ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    private record Row(UUID owner, Recent recent) {}

    private record Sum(UUID owner, long requests, long cost) {}

    /** What has just ended may still be in the journal only. */
    @Override
    public void bringUpToDate() {
        try {
            ledger.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Map<UUID, List<Recent>> recent(Scope scope, Instant from) {
        return jdbc
                .sql((scope.isOfCalls() ? RECENT_CALLS : RECENT).formatted(owner(scope)))
                .param("from", Period.idAt(from))
                .query((row, _) -> new Row(
                        row.getObject("owner", UUID.class),
                        new Recent(row.getObject("at", OffsetDateTime.class).toInstant(), row.getLong("tokens"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Row::owner, Collectors.mapping(Row::recent, Collectors.toList())));
    }

    @Override
    public Map<UUID, Long> requests(Scope scope, Instant from) {
        Map<UUID, Long> requests = new HashMap<>();
        sums(scope, from).forEach(sum -> requests.put(sum.owner(), sum.requests()));
        return requests;
    }

    @Override
    public Map<UUID, Long> spend(Scope scope, Instant from) {
        Map<UUID, Long> spend = new HashMap<>();
        sums(scope, from).forEach(sum -> spend.put(sum.owner(), sum.cost()));
        if (!scope.isOfCalls()) {
            addReserved(scope, from, spend);
        }
        return spend;
    }

    private void addReserved(Scope scope, Instant from, Map<UUID, Long> spend) {
        jdbc.sql(RESERVED.formatted(owner(scope)))
                .param("from", from.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    spend.merge(row.getObject("owner", UUID.class), row.getLong("nano"), Long::sum);
                });
    }

    private List<Sum> sums(Scope scope, Instant from) {
        if (scope.isOfCalls()) {
            return jdbc.sql(SUMS_OF_CALLS.formatted(owner(scope)))
                    .param("first", Period.idAt(from.minus(SLACK)))
                    .param("from", from.atOffset(ZoneOffset.UTC))
                    .query(LedgerHistory::sum)
                    .list();
        }
        Instant hour = ceiling(from, ChronoUnit.HOURS);
        return jdbc.sql(SUMS.formatted(owner(scope)))
                .param("first", Period.idAt(from.equals(hour) ? from : from.minus(SLACK)))
                .param("last", Period.idAt(from.equals(hour) ? from : hour.plus(SLACK)))
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("hour", hour.atOffset(ZoneOffset.UTC))
                .param("day", ceiling(hour, ChronoUnit.DAYS).atOffset(ZoneOffset.UTC))
                .query(LedgerHistory::sum)
                .list();
    }

    private static Sum sum(ResultSet row, int number) throws SQLException {
        return new Sum(row.getObject("owner", UUID.class), row.getLong("requests"), row.getLong("cost"));
    }

    private static Instant ceiling(Instant instant, ChronoUnit unit) {
        Instant floor = instant.truncatedTo(unit);
        return floor.equals(instant) ? floor : floor.plus(1, unit);
    }

    private static String owner(Scope scope) {
        return switch (scope) {
            case KEY -> "u.key_id";
            case TEAM -> "u.team_id";
            case PROVIDER -> "a.provider_id";
            case CREDENTIAL -> "a.credential_id";
            case DEPLOYMENT -> "a.deployment_id";
        };
    }
}

package io.tollgate.usage;

import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The table of quarters of an hour, as the ledger's one thread writes it. */
final class QuarterTable {

    private static final String UPDATE =
            "update provider_quarter set calls = calls + ?, failed = failed + ?, refused = refused + ?"
                    + " where starts_at = ? and provider_id = ?";
    private static final String INSERT =
            "insert into provider_quarter (calls, failed, refused, starts_at, provider_id) values (?, ?, ?, ?, ?)";

    /** Refusals for which the provider's account is the reason, not the request. */
    private static final Set<String> OF_ACCOUNT = Set.of("upstream_auth_error", "upstream_quota");

    private record Key(Instant start, UUID providerId) {}

    private QuarterTable() {}

    /** Adds calls; their exchanges are among the rows. */
    static void add(List<UsageRecord> rows, List<AttemptRecord> attempts, Connection connection) throws SQLException {
        Map<UUID, Instant> starts = rows.stream()
                .collect(Collectors.toMap(UsageRecord::id, row -> Quarter.startOf(row.startedAt()), (one, _) -> one));
        Map<Key, Quarter> sums = new HashMap<>();
        for (AttemptRecord attempt : attempts) {
            if (attempt.providerId() != null) {
                Instant start = Objects.requireNonNull(starts.get(attempt.recordId()));
                sums.merge(new Key(start, attempt.providerId()), one(start, attempt), Quarter::plus);
            }
        }
        write(sums, connection);
    }

    private static Quarter one(Instant start, AttemptRecord attempt) {
        boolean refused = attempt.outcome() == Outcome.UPSTREAM_REJECTED
                && (attempt.errorCode() == null || !OF_ACCOUNT.contains(attempt.errorCode()));
        boolean well = attempt.outcome() == Outcome.COMPLETED
                || attempt.outcome() == Outcome.CLIENT_CANCELLED
                || attempt.outcome() == Outcome.INTERRUPTED;
        return new Quarter(start, 1, well || refused ? 0 : 1, refused ? 1 : 0);
    }

    private static void write(Map<Key, Quarter> sums, Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Map.Entry<Key, Quarter> each : sums.entrySet()) {
                bind(update, each.getKey(), each.getValue());
                if (update.executeUpdate() == 0) {
                    bind(insert, each.getKey(), each.getValue());
                    insert.executeUpdate();
                }
            }
        }
    }

    private static void bind(PreparedStatement statement, Key key, Quarter sum) throws SQLException {
        statement.setLong(1, sum.calls());
        statement.setLong(2, sum.failed());
        statement.setLong(3, sum.refused());
        statement.setObject(4, key.start().atOffset(ZoneOffset.UTC));
        statement.setObject(5, key.providerId());
    }
}

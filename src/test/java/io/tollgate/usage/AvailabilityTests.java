package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static io.tollgate.usage.UsageDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class AvailabilityTests {

    private final DataSource dataSource = UsageDatabase.create();
    private final Availability availability = new Availability(JdbcClient.create(dataSource));
    private final UUID flaky = UUID.randomUUID();
    private final UUID steady = UUID.randomUUID();

    @Test
    void countsACallThatFailedThoughAnotherProviderAnswered() throws SQLException {
        UsageRecord early = row(NOON);
        UsageRecord late = row(NOON.plusSeconds(16 * 60));
        write(
                early,
                call(early, 1, flaky, Outcome.UPSTREAM_ERROR, "upstream_reset"),
                call(early, 2, steady, Outcome.COMPLETED, null));
        write(early, call(early, 3, flaky, Outcome.UPSTREAM_REJECTED, "upstream_auth_error"));
        write(
                late,
                call(late, 1, flaky, Outcome.UPSTREAM_REJECTED, "rate_limit_exceeded"),
                call(late, 2, flaky, Outcome.INTERRUPTED, null),
                call(late, 3, flaky, Outcome.CLIENT_CANCELLED, null));

        assertThat(availability.since(NOON, flaky))
                .containsExactly(new Quarter(NOON, 2, 2, 0), new Quarter(NOON.plus(Quarter.LENGTH), 3, 0, 1));
        assertThat(availability.since(NOON).get(steady)).containsExactly(new Quarter(NOON, 1, 0, 0));
        assertThat(availability.since(NOON.plusSeconds(1), steady)).isEmpty();
    }

    @Test
    void findsTheRowsBehindItsNumbers() throws SQLException {
        UsageRecord saved = row(NOON);
        UsageRecord well = row(NOON.plusSeconds(1));
        UsageRecord other = row(NOON.plusSeconds(2));
        UsageDatabase.insert(dataSource, List.of(saved, well, other));
        insert(
                call(saved, 1, flaky, Outcome.UPSTREAM_TIMEOUT, "upstream_timeout"),
                call(saved, 2, steady, Outcome.COMPLETED, null),
                call(well, 1, flaky, Outcome.COMPLETED, null),
                call(other, 1, steady, Outcome.COMPLETED, null));

        assertThat(found(flaky, null)).containsExactly(well.id(), saved.id());
        assertThat(found(null, flaky)).containsExactly(saved.id());
        assertThat(found(null, steady)).isEmpty();
    }

    private List<UUID> found(@Nullable UUID tried, @Nullable UUID missed) {
        UsageFilter filter = new UsageFilter(
                null, null, null, null, null, null, null, null, null, null, null, null, null, tried, missed);
        return new UsageSearch(JdbcClient.create(dataSource))
                .newest(filter, 10).entries().stream()
                        .map(entry -> entry.record().id())
                        .toList();
    }

    private static AttemptRecord call(
            UsageRecord row, int number, UUID provider, Outcome outcome, @Nullable String code) {
        Instant later = row.startedAt().plusSeconds(1_000);
        return new AttemptRecord(row.id(), number, later, null, provider, null, "m", null, outcome, code, 5, null);
    }

    private void write(UsageRecord row, AttemptRecord... calls) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            QuarterTable.add(List.of(row), List.of(calls), connection);
        }
    }

    private void insert(AttemptRecord... calls) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            AttemptTable.insert(List.of(calls), connection);
        }
    }
}

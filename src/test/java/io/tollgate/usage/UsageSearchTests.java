package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static io.tollgate.usage.UsageDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class UsageSearchTests {

    private final DataSource dataSource = UsageDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private static final Usage USAGE = new Usage(
            900,
            80,
            70,
            60,
            500,
            50,
            new Usage.Media(40, 30, 20),
            new Usage.Media(35, 25, 15),
            new Usage.Media(33, 22, 11),
            9,
            8,
            7,
            Usage.Unit.IMAGE,
            Usage.Source.ESTIMATED);

    private final UsageSearch search = new UsageSearch(jdbc);

    @Test
    void pagesThroughTheRowsNewestFirst() throws SQLException {
        UsageDatabase.insert(
                dataSource,
                IntStream.range(0, 5).mapToObj(i -> row(NOON.plusSeconds(i))).toList());

        UsagePage first = search.newest(UsageFilter.ALL, 2);
        UsagePage second = search.olderThan(lastId(first), UsageFilter.ALL, 2);
        UsagePage third = search.olderThan(lastId(second), UsageFilter.ALL, 2);
        UsagePage back = search.newerThan(firstId(third), UsageFilter.ALL, 2);

        assertThat(times(first)).containsExactly(NOON.plusSeconds(4), NOON.plusSeconds(3));
        assertThat(times(second)).containsExactly(NOON.plusSeconds(2), NOON.plusSeconds(1));
        assertThat(times(third)).containsExactly(NOON);
        assertThat(back).isEqualTo(second);
        assertThat(List.of(first.hasNewer(), first.hasOlder())).containsExactly(false, true);
        assertThat(List.of(third.hasNewer(), third.hasOlder())).containsExactly(true, false);
    }

    @Test
    void findsARowAsItWasRecordedWithTodaysNames() throws SQLException {
        UUID team = named("team", "Search", "");
        UUID provider = named("provider", "openai-main", ", dialect, base_url", "openai", "https://h/v1");
        UUID key = named(
                "virtual_key", "nightly", ", team_id, prefix, hash, models, metrics", team, "tg_1", "00", "*", false);
        UUID credential = named("credential", "first", ", provider_id, ciphertext, hint", provider, "sealed", "abcd");
        UsageRecord row = row(NOON);
        UsageRecord full = new UsageRecord(
                row.id(),
                NOON.plusNanos(1_000),
                "r",
                key,
                team,
                "chat",
                "a",
                provider,
                credential,
                "b",
                502,
                Outcome.TRUNCATED,
                "upstream_cut",
                false,
                3,
                USAGE,
                null,
                null,
                77);

        UsageDatabase.insert(dataSource, List.of(full));

        assertThat(search.find(full.id())).contains(new UsageEntry(full, "nightly", "Search", "openai-main", "first"));
        assertThat(search.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void filters() throws SQLException {
        UsageRecord good = row(NOON, "a", 200, Outcome.COMPLETED, 1);
        UsageRecord bad = row(NOON.plusSeconds(10), "b", 502, Outcome.UPSTREAM_ERROR, 1);
        UsageRecord gone = row(NOON.plusSeconds(20), "a", 499, Outcome.CLIENT_CANCELLED, 1);
        UsageDatabase.insert(dataSource, List.of(good, bad, gone));

        assertThat(found(UsageFilter.failedSince(NOON))).containsExactly(bad);
        assertThat(found(filter(null, null, false, null, null, null, null, null)))
                .containsExactly(gone, good);
        assertThat(found(filter(NOON.plusSeconds(10), NOON.plusSeconds(20), null, null, null, null, null, null)))
                .containsExactly(bad);
        assertThat(found(filter(null, null, null, Outcome.CLIENT_CANCELLED, null, null, null, null)))
                .containsExactly(gone);
        assertThat(found(filter(null, null, null, null, 5, null, null, null))).containsExactly(bad);
        assertThat(found(filter(null, null, null, null, null, "a", null, null))).containsExactly(gone, good);
        assertThat(found(filter(null, null, null, null, null, "b-2024", null, null)))
                .containsExactly(bad);
        assertThat(found(filter(null, null, null, null, null, null, false, null)))
                .isEmpty();
        assertThat(found(filter(null, null, null, null, null, null, true, good.requestId())))
                .containsExactly(good);
        assertThat(found(new UsageFilter(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        null,
                        null)))
                .isEmpty();
    }

    @Test
    void givesUpAfterManyRowsAndGoesOnWhereItStopped() throws SQLException {
        int many = UsageWalk.MOST + 50;
        UsageRecord oldest = row(NOON, "rare", 200, Outcome.COMPLETED, 1);
        UsageRecord newest = row(NOON.plusSeconds(many + 1), "rare", 200, Outcome.COMPLETED, 1);
        UsageDatabase.insert(dataSource, List.of(oldest, newest));
        insertOnly(IntStream.rangeClosed(1, many).mapToObj(i -> row(NOON.plusSeconds(i))));
        UsageFilter rare = filter(null, null, null, null, null, "rare", null, null);

        UsagePage first = search.newest(rare, 10);
        UsagePage second = search.olderThan(first.olderThan(), rare, 10);
        UsagePage back = search.newerThan(oldest.id(), rare, 10);
        UsagePage ahead = search.newerThan(back.newerThan(), rare, 10);

        assertThat(records(first)).containsExactly(newest);
        assertThat(first.lookedTo()).isAfter(NOON).isBefore(NOON.plusSeconds(100));
        assertThat(records(second)).containsExactly(oldest);
        assertThat(second.lookedTo()).isNull();
        assertThat(second.hasOlder()).isFalse();
        assertThat(records(back)).isEmpty();
        assertThat(back.lookedTo()).isAfter(NOON.plusSeconds(many - 100));
        assertThat(records(ahead)).containsExactly(newest);
        assertThat(ahead.hasNewer()).isFalse();
    }

    @Test
    void passesOverHoursOfWhichTheSumsKnowNothing() throws SQLException {
        UUID team = UUID.randomUUID();
        UsageRecord old = withTeam(row(NOON.minus(Duration.ofDays(40))), team);
        UsageRecord late = withTeam(row(NOON.minus(Duration.ofDays(3))), team);
        UsageRecord atMidnight = withTeam(row(NOON.minus(Duration.ofHours(36))), team);
        UsageDatabase.insert(dataSource, List.of(old, late, atMidnight));
        insertOnly(IntStream.range(0, 110_000)
                .mapToObj(i -> row(NOON.minus(Duration.ofDays(30)).plusSeconds(i * 20L))));
        UsageFilter filter = new UsageFilter(null, null, null, null, null, null, team, null, null, null, null);

        UsagePage page = search.newest(filter, 2);
        UsagePage rest = search.olderThan(page.olderThan(), filter, 2);

        assertThat(records(page)).containsExactly(atMidnight, late);
        assertThat(records(rest)).containsExactly(old);
        assertThat(List.of(page, rest)).allMatch(each -> each.lookedTo() == null);
        assertThat(records(search.newerThan(old.id(), filter, 1))).containsExactly(late);
        assertThat(records(search.newerThan(old.id(), filter, 5))).containsExactly(atMidnight, late);
    }

    @Test
    void findsTheRequestsOfAnIdHoweverOld() throws SQLException {
        UsageRecord old = row(NOON.minus(Duration.ofDays(80)));
        UsageDatabase.insert(dataSource, List.of(old, row(NOON)));

        assertThat(found(filter(null, null, null, null, null, null, null, old.requestId())))
                .containsExactly(old);
        assertThat(found(filter(NOON, null, null, null, null, null, null, old.requestId())))
                .isEmpty();
    }

    private void insertOnly(Stream<UsageRecord> rows) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            UsageTable.insert(rows.toList(), connection);
        }
    }

    private static UsageRecord withTeam(UsageRecord row, UUID team) {
        return new UsageRecord(
                row.id(),
                row.startedAt(),
                row.requestId(),
                null,
                team,
                row.operation(),
                row.modelAsked(),
                null,
                null,
                row.modelServed(),
                row.status(),
                row.outcome(),
                null,
                true,
                1,
                row.usage(),
                row.costNano(),
                row.firstByteMicros(),
                row.totalMicros());
    }

    private static List<UsageRecord> records(UsagePage page) {
        return page.entries().stream().map(UsageEntry::record).toList();
    }

    private static UsageFilter filter(
            Instant from,
            Instant to,
            Boolean failed,
            Outcome outcome,
            Integer status,
            String model,
            Boolean streamed,
            String request) {
        return new UsageFilter(from, to, failed, outcome, status, model, null, null, null, streamed, request);
    }

    private List<UsageRecord> found(UsageFilter filter) {
        return search.newest(filter, 10).entries().stream()
                .map(UsageEntry::record)
                .toList();
    }

    private UUID named(String table, String name, String columns, Object... values) {
        UUID id = UUID.randomUUID();
        jdbc.sql("insert into " + table + " (id, version, name, source, disabled, created_at" + columns
                        + ") values (?, 0, ?, 'CONSOLE', false, ?" + ", ?".repeat(values.length) + ")")
                .param(id)
                .param(name)
                .param(OffsetDateTime.ofInstant(NOON, ZoneOffset.UTC))
                .params(List.of(values))
                .update();
        return id;
    }

    private static List<Instant> times(UsagePage page) {
        return page.entries().stream().map(entry -> entry.record().startedAt()).toList();
    }

    private static UUID firstId(UsagePage page) {
        return page.entries().getFirst().record().id();
    }

    private static UUID lastId(UsagePage page) {
        return page.entries().getLast().record().id();
    }
}

package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static io.tollgate.usage.UsageDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class UsageSearchTests {

    private final DataSource dataSource = UsageDatabase.create();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private final UsageTable table = new UsageTable(dataSource);
    private final UsageSearch search = new UsageSearch(jdbc);

    @Test
    void pagesThroughTheRowsNewestFirst() throws SQLException {
        table.insert(
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
                new Usage(9, 8, 7, 6, 5, 4, 3, 2, Usage.Unit.IMAGE, Usage.Source.ESTIMATED),
                null,
                null,
                77);

        table.insert(List.of(full));

        assertThat(search.find(full.id())).contains(new UsageEntry(full, "nightly", "Search", "openai-main", "first"));
        assertThat(search.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void filters() throws SQLException {
        UsageRecord good = row(NOON, "a", 200, Outcome.COMPLETED, 1);
        UsageRecord bad = row(NOON.plusSeconds(10), "b", 502, Outcome.UPSTREAM_ERROR, 1);
        UsageRecord gone = row(NOON.plusSeconds(20), "a", 499, Outcome.CLIENT_CANCELLED, 1);
        table.insert(List.of(good, bad, gone));

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

package io.tollgate.console;

import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Team;
import io.tollgate.chat.Usage;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@PageTest
class LogsControllerTests {

    private static final Pattern OLDER = Pattern.compile("href=\"(/logs[^\"]*olderThan=[^\"]*)\"");
    private static final Pattern NEWER = Pattern.compile("href=\"(/logs[^\"]*newerThan=[^\"]*)\"");

    private static final String BULK = """
            insert into usage_record (id, started_at, request_id, operation, model_asked, status, outcome, streamed,
                attempts, input_tokens, cached_tokens, output_tokens, reasoning_tokens, units, unit, usage_source,
                total_us)
            values (?, ?, 'bulk', 'chat', 'bulk', 200, 'COMPLETED', false, 1, 0, 0, 0, 0, 0, 'TOKEN', 'NONE', 1)""";

    @Autowired
    private Desk desk;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void findsWhatIsLookedFor() throws InterruptedException {
        String model = name("model & more");
        UsageRecord good = record(model, 200, Outcome.COMPLETED, 123_456L);
        UsageRecord bad = record(model, 502, Outcome.UPSTREAM_ERROR, 0L);

        String all = text(desk.open("/logs?model={model}", model));
        assertThat(all)
                .contains(
                        good.id().toString(), bad.id().toString(), "$0.000123456", "Provider error", "upstream_error");
        assertThat(text(desk.open("/logs?last=1h&result=failed&request=" + bad.requestId())))
                .contains(bad.id().toString())
                .doesNotContain(good.id().toString());
        assertThat(text(desk.open("/logs?status=2&stream=true&request=" + good.requestId())))
                .contains(good.id().toString());
        assertThat(text(desk.open("/logs?result=TRUNCATED&request=" + good.requestId())))
                .contains("No requests");
        assertThat(text(desk.open("/logs?to=2020-01-01T00:00"))).contains("No requests");
    }

    @Test
    void whatCannotBeReadInALinkIsLeftOut() {
        assertThat(desk.open(
                        "/logs?team=x&key=%00&provider=1&status=9&from=yesterday&last=1y&olderThan=x&stream=perhaps"))
                .hasStatusOk();
    }

    @Test
    void yearsThatNobodyMeansAreLeftOut() throws InterruptedException {
        UsageRecord row = record(name("dated"), 200, Outcome.COMPLETED, 0L);
        for (String year : List.of("9999", "%2B999999999", "-999999999", "0001")) {
            for (String side : List.of("from", "to")) {
                String link = "/logs?model=" + row.modelAsked() + "&" + side + "=" + year + "-12-31T23%3A59";
                assertThat(text(desk.openLink(link))).as(link).contains(row.id().toString());
            }
        }
    }

    @Test
    void turnsPages() throws InterruptedException {
        String model = name("paged");
        List<UsageRecord> rows = IntStream.range(0, 51)
                .mapToObj(i -> row(model, 200, Outcome.COMPLETED, 0L))
                .toList();
        rows.forEach(ledger::record);
        ledger.flush();

        String first = text(desk.open("/logs?model=" + model));
        String second = text(desk.open(link(OLDER, first)));
        String back = text(desk.open(link(NEWER, second)));

        assertThat(first)
                .contains(rows.getLast().id().toString())
                .doesNotContain(rows.getFirst().id() + "\"");
        assertThat(second)
                .contains("/logs/" + rows.getFirst().id())
                .doesNotContain("/logs/" + rows.get(1).id());
        assertThat(back)
                .contains("/logs/" + rows.get(1).id())
                .doesNotContain("olderThan=" + rows.getFirst().id());
    }

    @Test
    void saysHowFarASearchWentThatGaveUpAndOffersToGoOn() throws SQLException {
        Instant start = clock.instant().minus(Duration.ofDays(20));
        UUID seed = ids.next();
        long first = start.toEpochMilli() << 16 | 0x7000;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(BULK)) {
            for (int i = 0; i <= 100_000; i++) {
                insert.setObject(1, new UUID(first + ((long) i << 16), seed.getLeastSignificantBits()));
                insert.setObject(2, start.plusMillis(i).atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }

        String to = "&to="
                + LocalDateTime.ofInstant(start.plusSeconds(1_000), ZoneOffset.UTC)
                        .withNano(0);
        String page = text(desk.open("/logs?model=" + name("never") + to));
        String chinese = text(desk.openInChinese("/logs?model=" + name("never") + to));
        String next = text(desk.open(link(OLDER, page)));

        assertThat(page)
                .contains("The search has gone as far as", "Go on with the search")
                .doesNotContain("No requests");
        assertThat(chinese).contains("已搜索到", "继续查找");
        assertThat(next).contains("No requests").doesNotContain("Go on with the search");
    }

    @Test
    void anUnknownExchangeIsNotFound() {
        assertThat(desk.open("/logs/" + UUID.randomUUID())).hasStatus(404);
    }

    private static String link(Pattern pattern, String page) {
        Matcher found = pattern.matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1).replace("&amp;", "&");
    }

    private UsageRecord record(String model, int status, Outcome outcome, long costNano) throws InterruptedException {
        UsageRecord row = row(model, status, outcome, costNano);
        ledger.record(row);
        ledger.flush();
        return row;
    }

    private UsageRecord row(String model, int status, Outcome outcome, long costNano) {
        String error = outcome == Outcome.COMPLETED ? null : "upstream_error";
        return new UsageRecord(
                ids.next(),
                clock.instant(),
                name("request"),
                null,
                null,
                "chat",
                model,
                null,
                null,
                model,
                status,
                outcome,
                error,
                true,
                1,
                Usage.ofTokens(10, 0, 20, 0),
                costNano,
                1_000L,
                2_000L);
    }

    @Test
    void marksCallsThatTheConsoleMadeItself() throws InterruptedException {
        UsageRecord test = record(name("tested"), 200, Outcome.COMPLETED, 0L);

        assertThat(desk.open("/logs?model={model}", test.modelAsked()))
                .bodyText()
                .contains("<span>Test call</span>", "Made by the console");
        assertThat(desk.open("/logs/" + test.id())).bodyText().contains("<span>Test call</span>");
        assertThat(desk.openInChinese("/logs/" + test.id())).bodyText().contains("测试调用");
    }

    @Test
    void showsNoTimeOfACallWhoseProcessWasKilled() throws InterruptedException {
        UsageRecord row = new UsageRecord(
                ids.next(),
                clock.instant(),
                name("request"),
                null,
                null,
                "chat",
                name("killed"),
                null,
                null,
                "killed",
                500,
                Outcome.INTERRUPTED,
                "interrupted",
                true,
                1,
                Usage.estimated(50, 0),
                400L,
                null,
                0L);
        ledger.record(row);
        ledger.flush();

        for (String page : List.of("/logs?model=" + row.modelAsked(), "/logs/" + row.id())) {
            assertThat(text(desk.open(page)))
                    .contains("Interrupted", "not measured")
                    .doesNotContain("content\">0.0 ms", "small\">0.0 ms", ">500<");
            assertThat(text(desk.openInChinese(page))).contains("未测得");
        }
        assertThat(text(desk.open("/logs/" + row.id())))
                .contains("Only the tokens of its prompt are charged", "Estimated by the gateway")
                .as("when its only call began")
                .containsOnlyOnce("0.0 ms");
        UsageRecord failed = record(name("failed"), 500, Outcome.INTERRUPTED, 0L);
        assertThat(text(desk.open("/logs/" + failed.id())))
                .contains("2.0 ms", ">500<")
                .doesNotContain("not measured");
    }

    @Test
    void saysTheYearAndTheZoneOfEveryTime() throws InterruptedException {
        UsageRecord row = record(name("dated"), 200, Outcome.COMPLETED, 0L);
        String time = new Show().time(row.startedAt());

        assertThat(time).matches("20\\d\\d-.* UTC");
        assertThat(desk.open("/logs/" + row.id()))
                .bodyText()
                .contains("title=\"" + time + "\"", ">" + time + "</time>");
    }

    @Test
    void findsWhatRetiredTeamsUsed() throws InterruptedException {
        Team team = desk.team(Source.CONSOLE);
        Team idle = desk.team(Source.CONSOLE);
        UsageRecord row = new UsageRecord(
                ids.next(),
                clock.instant(),
                name("request"),
                null,
                team.getId(),
                "chat",
                name("model"),
                null,
                null,
                null,
                200,
                Outcome.COMPLETED,
                null,
                false,
                1,
                Usage.NONE,
                0L,
                null,
                1L);
        ledger.record(row);
        ledger.flush();
        for (Team each : List.of(team, idle)) {
            desk.send("/teams/" + each.getId() + "/retire");
        }

        assertThat(text(desk.open("/logs?team=" + team.getId())))
                .containsPattern("<option value=\"" + team.getId() + "\" selected=\"selected\">" + team.getName()
                        + " \\(removed 20[-\\d]+\\)</option>")
                .contains(row.id().toString())
                .doesNotContain(idle.getId().toString());
        assertThat(desk.openInChinese("/logs")).bodyText().contains(team.getName() + "（20", " 移除）");
    }

    @Test
    void findsWhatHadNoTeamAndWhatWasAskedFor() throws InterruptedException {
        UsageRecord row = record(name("asked"), 200, Outcome.COMPLETED, 0L);
        String none = "00000000-0000-0000-0000-000000000000";

        assertThat(text(desk.open("/logs?team=" + none + "&key=" + none + "&provider=" + none + "&credential=" + none
                        + "&asked=" + row.modelAsked())))
                .contains(row.id().toString(), "No team", "No provider called", "No credential");
        assertThat(text(desk.open("/logs?asked=" + row.modelAsked() + "-")))
                .doesNotContain(row.id().toString());
        assertThat(text(desk.open("/logs?asked=" + row.modelAsked() + "&team=" + UUID.randomUUID())))
                .doesNotContain(row.id().toString());
    }
}

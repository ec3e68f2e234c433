package io.tollgate.console;

import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Team;
import io.tollgate.chat.Usage;
import io.tollgate.provider.Provider;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PageTest
class UsageControllerTests {

    @Autowired
    private Desk desk;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    @Test
    void sumsUpWhatATeamUsed() throws InterruptedException {
        Team team = desk.team(Source.CONSOLE);
        UsageRecord row = record(team.getId(), null, name("model"), Outcome.COMPLETED, 1_500_000_001L);
        record(team.getId(), null, row.modelAsked(), Outcome.UPSTREAM_ERROR, null);

        String page = text(desk.open("/usage"));
        assertThat(line(page, team.getName()))
                .containsExactly("2", "1 50 %", "2,000", "800", "400", "$1.500000001", "1", "2", "0.9 ms / 0.9 ms");
        assertThat(page).contains("Usage", ">Total</a>", "Team", "Without price", "CSV for Excel");
        assertThat(text(desk.openLink(link(page, team.getName()))))
                .contains(row.id().toString());
        assertThat(text(desk.openAsViewer("/usage"))).contains(team.getName());
        assertThat(desk.openInChinese("/usage"))
                .bodyText()
                .contains("用量", team.getName(), "合计", "首字延迟 p50 / p95", "无价格");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "provider", "credential", "key", "team", "outcome", "day", "hour"})
    void everyLineLeadsToTheRequestsBehindIt(String by) throws InterruptedException {
        Provider provider = desk.provider(Source.CONSOLE, "https://api.example.com");
        UsageRecord row = record(null, provider.getId(), name("=cmd & {more}"), Outcome.TRUNCATED, 5L);
        String shown = switch (by) {
            case "model" -> "=cmd &amp; {more}" + row.modelAsked().substring("=cmd & {more}".length());
            case "provider" -> provider.getName();
            case "credential" -> "No credential";
            case "key" -> "Test calls, no key";
            case "team" -> "No team";
            case "outcome" -> "Cut off";
            case "day" -> LocalDate.ofInstant(row.startedAt(), ZoneOffset.UTC).toString();
            default -> row.startedAt().toString().substring(0, 13).replace('T', ' ') + ":00Z";
        };

        String page = text(desk.open("/usage?period=7d&zone=Z&by=" + by));

        assertThat(text(desk.openLink(link(page, shown) + "&request=" + row.requestId())))
                .contains(row.id().toString());
        assertThat(text(desk.openLink(link(page, "Total") + "&request=" + row.requestId())))
                .contains(row.id().toString());
    }

    @Test
    void theDearestComesFirst() throws InterruptedException {
        String cheap = name("cheap");
        String dear = name("dear");
        record(null, null, cheap, Outcome.COMPLETED, 10L);
        record(null, null, dear, Outcome.COMPLETED, 20L);

        String page = text(desk.open("/usage?by=model"));

        assertThat(page.indexOf(">" + dear + "<")).isPositive().isLessThan(page.indexOf(">" + cheap + "<"));
    }

    @Test
    void retiredNamesStayInTheTable() throws InterruptedException {
        Team team = desk.team(Source.CONSOLE);
        Provider provider = desk.provider(Source.CONSOLE, "https://gone.example.com");
        record(team.getId(), provider.getId(), name("model"), Outcome.COMPLETED, 10L);
        desk.send("/teams/" + team.getId() + "/retire");
        desk.send("/providers/" + provider.getId() + "/retire");

        assertThat(text(desk.open("/usage?by=team")))
                .containsPattern(">" + team.getName() + "</a>\\s*<span[^>]*>Removed</span>");
        assertThat(text(desk.open("/usage?by=provider")))
                .containsPattern(">" + provider.getName() + "</a>\\s*<span[^>]*>Removed</span>");
        assertThat(desk.openInChinese("/usage?by=team")).bodyText().contains("已移除");
        assertThat(text(desk.open("/usage.csv?by=team"))).contains(team.getId() + "," + team.getName() + ",true,1,");
    }

    @Test
    void countsTheDaysOfTheChosenZoneForAWeekAndOfUtcBeyond() {
        LocalDate first = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(200);
        assertThat(text(desk.open("/usage?from=" + first + "&to=" + first.plusDays(6) + "&zone=Asia/Shanghai")))
                .contains(first + " 00:00 to " + first.plusDays(7) + " 00:00, Asia/Shanghai", "No usage")
                .doesNotContain("whole days of UTC");
        assertThat(text(desk.open("/usage?period=custom&from=2026-03-09&to=2026-03-01&zone=Asia/Shanghai&by=hour")))
                .contains("2026-03-01 00:00 to 2026-03-10 00:00, UTC", "whole days of UTC");
        assertThat(text(desk.open("/usage?period=30d"))).contains("whole days of UTC");
        assertThat(text(desk.open("/usage?period=month"))).contains("-01 00:00 to ");
        assertThat(text(desk.openInChinese("/usage?period=30d"))).contains("按 UTC 整日统计");
        assertThat(text(desk.open("/usage"))).contains(ZoneId.systemDefault().getId());
    }

    @Test
    void whatCannotBeReadInALinkIsLeftOut() {
        assertThat(desk.open("/usage?period=decade&from=yesterday&to=9999999-01-01&zone=Moon/Sea&by=colour"))
                .hasStatusOk();
        assertThat(desk.open("/usage?period=custom")).hasStatusOk();
    }

    @Test
    void writesTheTableAsAFile() throws InterruptedException {
        String model = "=1+\"1\"," + name("model");
        record(null, null, model, Outcome.COMPLETED, 1_234_567_890_123L);

        MvcTestResult file = desk.open("/usage.csv?by=model&period=custom&from=2026-01-01&to=2999-12-31");
        String[] lines = text(file).split("\r\n");

        assertThat(file)
                .hasHeader("Content-Type", "text/csv;charset=UTF-8")
                .hasHeader(
                        "Content-Disposition",
                        "attachment; filename=\"tollgate-usage-by-model-2026-01-01-to-2999-12-31.csv\"");
        assertThat(lines[0])
                .isEqualTo("model,requests,errors,input_tokens,cached_tokens,output_tokens,cost_usd,unpriced,"
                        + "estimated,first_byte_p50_ms,first_byte_p95_ms,cache_write_tokens,reasoning_tokens,units");
        assertThat(List.of(lines))
                .anyMatch(line -> line.startsWith("\"'=1+\"\"1\"\"," + model.substring(7) + "\",1,0,1000,400,200,")
                        && line.contains(",1234.567890123,0,1,0.")
                        && line.endsWith(",30,70,3"));
        assertThat(lines[lines.length - 1]).startsWith("total,");
        assertThat(desk.openAsViewer("/usage.csv")).hasStatusOk();
    }

    @Test
    void groupsByTwoThings() throws InterruptedException {
        Team team = desk.team(Source.CONSOLE);
        String model = "=cmd|" + name("model");
        UsageRecord row = record(team.getId(), null, model, Outcome.COMPLETED, 1_000_000_000L);
        String day = LocalDate.ofInstant(row.startedAt(), ZoneOffset.UTC).toString();

        String page = text(desk.open("/usage?by=team&then=model&zone=Z"));
        assertThat(text(desk.openLink(link(page, model)))).contains(row.id().toString());
        assertThat(page).contains("Team</span> · <span>Model", "then=model", "colspan=\"2\"");
        assertThat(desk.openInChinese("/usage?by=team&then=model"))
                .bodyText()
                .contains("再分组")
                .doesNotContain("??");

        MvcTestResult file = desk.open("/usage.csv?by=team&then=model&zone=Z");
        assertThat(file.getMvcResult().getResponse().getHeader("Content-Disposition"))
                .contains("tollgate-usage-by-team-and-model-");
        assertThat(text(file))
                .startsWith("team_id,team,team_retired,model,requests,errors,")
                .contains(
                        "\r\n" + team.getId() + "," + team.getName() + ",false,'" + model + ",1,0,1000,400,200,1.0000")
                .contains("\r\ntotal,,,,");
        assertThat(text(desk.open("/usage.csv?by=team&then=day&zone=Z")))
                .contains(team.getName() + ",false," + day + ",1,0,1000,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cost_nano", "model,key", "team;drop table usage_hour", "model", ""})
    void aSecondGroupingThatIsNoneIsLeftOut(String then) {
        assertThat(text(desk.open("/usage.csv?by=model&then={then}", then))).startsWith("model,requests,errors,");
    }

    @Test
    void aFileBeginsWithAByteOrderMarkOnRequest() {
        assertThat(text(desk.open("/usage.csv?bom=true"))).startsWith("\uFEFFteam_id,team,retired,requests,");
        assertThat(text(desk.open("/usage.csv"))).startsWith("team_id,team,retired,requests,");
    }

    private static String link(String page, String shown) {
        Matcher found = Pattern.compile("href=\"(/logs[^\"]*)\">" + Pattern.quote(shown) + "</a>")
                .matcher(page);
        assertThat(found.find()).as(shown).isTrue();
        return found.group(1).replace("&amp;", "&");
    }

    /** The numbers beside a name. */
    private static List<String> line(String page, String shown) {
        String rest = page.substring(page.indexOf(">" + shown + "</a>"));
        return Pattern.compile("<td class=\"num[^\"]*\">(.*?)</td>", Pattern.DOTALL)
                .matcher(rest.substring(0, rest.indexOf("</tr>")))
                .results()
                .map(cell -> cell.group(1).replaceAll("<[^>]*>", "").strip())
                .toList();
    }

    private UsageRecord record(
            @Nullable UUID team, @Nullable UUID provider, String model, Outcome outcome, @Nullable Long costNano)
            throws InterruptedException {
        UsageRecord row = new UsageRecord(
                ids.next(),
                clock.instant(),
                name("request"),
                null,
                team,
                "chat",
                model,
                provider,
                null,
                model,
                outcome == Outcome.COMPLETED ? 200 : 502,
                outcome,
                null,
                true,
                1,
                new Usage(
                        1_000,
                        400,
                        30,
                        0,
                        200,
                        70,
                        Usage.Media.NONE,
                        Usage.Media.NONE,
                        Usage.Media.NONE,
                        0,
                        0,
                        3,
                        Usage.Unit.TOKEN,
                        Usage.Source.ESTIMATED),
                costNano,
                900L,
                2_000L);
        ledger.record(row);
        ledger.flush();
        return row;
    }
}

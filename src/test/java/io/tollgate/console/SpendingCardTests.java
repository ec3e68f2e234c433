package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
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
import java.time.InstantSource;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was spent, on the pages of keys and teams. */
@PageTest
class SpendingCardTests {

    @Autowired
    private Desk desk;

    @Autowired
    private Ledger ledger;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    @Test
    void showsWhatAKeySpentWithoutABudget() throws InterruptedException {
        Team team = desk.team(Source.CONSOLE);
        UUID key = key(team);
        UsageRecord row = record(team, key, 1_250_000_000L);
        record(team, null, 7_000_000_000L);

        String page = text(desk.openAsViewer("/keys/" + key));

        assertThat(page)
                .contains("Spending", "Spent today", "Spent this week", "Spent this month", ">$1.25</a>")
                .contains("\"/teams/" + team.getId())
                .doesNotContain("<canvas", "$8.25");
        assertThat(text(desk.openLink(link(page, "$1.25")))).contains(row.id().toString());
        assertThat(text(desk.open("/teams/" + team.getId()))).contains(">$8.25</a>");
        assertThat(text(desk.openInChinese("/keys/" + key))).contains("花费", "本周已花费");
    }

    @Test
    void showsHowABudgetIsUsedUp() throws InterruptedException {
        Team team = desk.team(Source.CONSOLE);
        UsageRecord row = record(team, null, 3_500_000_000L);
        String path = "/teams/" + team.getId();
        desk.send("/limits/team/" + team.getId(), "amount", "10", "period", "MONTH");

        String page = text(desk.openAsViewer(path));

        assertThat(page)
                .contains("Budget for each month", ">$10.00</a>", ">$3.50</a>", ">$0.00</dd>", ">$6.50</dd>")
                .contains("Reserved by requests under way", "It is too early to tell", "<canvas", "data-chart=")
                .contains("Left of the budget", "If it is spent evenly", "&quot;unit&quot;:&quot;USD&quot;")
                .contains("6.500000000", "/limits/team/" + team.getId());
        assertThat(text(desk.openLink(link(page, "$3.50")))).contains(row.id().toString());
        assertThat(text(desk.openInChinese(path))).contains("每月的预算", "预算余额").doesNotContain("??");
    }

    @Test
    void aBudgetForGoodHasNoEvenPace() throws InterruptedException {
        Team team = desk.team(Source.CONSOLE);
        UUID key = key(team);
        record(team, key, 2_000_000_000L);
        jdbc.sql("update virtual_key set created_at = dateadd(day, -4, created_at) where id = ?")
                .param(key)
                .update();
        desk.send("/limits/key/" + key, "amount", "3", "period", "TOTAL");

        assertThat(text(desk.open("/keys/" + key)))
                .contains("Budget for good", ">$2.00</a>", "At this pace it is spent on 2", "Left of the budget")
                .doesNotContain("If it is spent evenly");
        desk.send("/limits/key/" + key, "amount", "2", "period", "DAY");
        assertThat(text(desk.open("/keys/" + key))).contains("Budget for each day", "It is spent.");
    }

    private UUID key(Team team) {
        return idOf(desk.send("/keys", "name", name("key"), "team", team.getId().toString(), "expiry", "never"));
    }

    private static String link(String page, String amount) {
        Matcher found = Pattern.compile("href=\"(/logs[^\"]*)\"[^>]*>" + Pattern.quote(amount) + "</a>")
                .matcher(page);
        assertThat(found.find()).as(amount).isTrue();
        return found.group(1).replace("&amp;", "&");
    }

    private UsageRecord record(Team team, @Nullable UUID key, long costNano) throws InterruptedException {
        UsageRecord row = new UsageRecord(
                ids.next(),
                clock.instant(),
                name("request"),
                key,
                team.getId(),
                "chat",
                "spent",
                null,
                null,
                "spent",
                200,
                Outcome.COMPLETED,
                null,
                false,
                1,
                Usage.ofTokens(10, 0, 20, 0),
                costNano,
                1_000L,
                2_000L);
        ledger.record(row);
        ledger.flush();
        return row;
    }
}

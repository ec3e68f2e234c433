package io.tollgate.console;

import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.chat.Usage;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Model;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PageTest
class ReratingControllerTests {

    private static final Pattern PRICES_AT = Pattern.compile("name=\"pricesAt\" value=\"([^\"]+)\"");

    @Autowired
    private Desk desk;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    @Autowired
    private JdbcClient jdbc;

    private Model model;
    private Deployment place;
    private String path;
    private String today;

    @BeforeEach
    void somethingWithAPrice() {
        model = desk.model(Source.CONSOLE);
        place = desk.deployment(model, desk.provider(Source.CONSOLE, "https://api.example.com"), Source.CONSOLE);
        path = "/prices/models/" + model.getId() + "/rerate";
        price("1", "2");
    }

    private void price(String input, String output) {
        desk.send(
                "/models/" + model.getId(),
                "name",
                model.getName(),
                "price.input",
                input,
                "price.cachedInput",
                "",
                "price.output",
                output);
    }

    private UsageRecord call(long costNano) throws InterruptedException {
        UsageRecord row = new UsageRecord(
                ids.next(),
                clock.instant(),
                name("request"),
                null,
                null,
                "chat",
                model.getName(),
                place.getProviderId(),
                null,
                place.getProviderModel(),
                200,
                Outcome.COMPLETED,
                null,
                false,
                1,
                Usage.ofTokens(1_000, 0, 500, 0),
                costNano,
                null,
                1_000L);
        today = LocalDate.ofInstant(row.startedAt(), ZoneId.systemDefault()).toString();
        ledger.record(row);
        ledger.flush();
        jdbc.sql("update usage_attempt set deployment_id = ? where record_id = ?")
                .params(place.getId(), row.id())
                .update();
        return row;
    }

    private static String pricesAt(String page) {
        Matcher found = PRICES_AT.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    private String days() {
        return path + "?from=" + today + "&until=" + today;
    }

    @Test
    void showsWhatWouldChangeAndDoesItWhenAsked() throws InterruptedException {
        UsageRecord row = call(2_000_000);
        price("3", "4");

        String preview = text(desk.open(days()));

        assertThat(preview)
                .contains(
                        "What would change", "Requests rated again", "$0.002", "$0.005", "$0.003", "/logs/" + row.id());
        assertThat(text(desk.open("/logs/" + row.id()))).contains("$0.002");

        MvcTestResult sent = desk.send(path, "from", today, "until", today, "pricesAt", pricesAt(preview));

        assertThat(desk.follow(sent)).bodyText().contains("Begun.", "Rated again before", "person-");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(text(desk.open("/logs/" + row.id())))
                        .contains("1,000 × $3.00/M + 500 × $4.00/M = $0.005"));
        await().atMost(Duration.ofSeconds(30)).until(() -> text(desk.open(path)).contains(">Done<"));
        assertThat(desk.open(days())).bodyText().contains("All calls have these prices already.");
        assertThat(desk.openInChinese(days())).bodyText().contains("重新计价", "完成");
    }

    @Test
    void asksAgainWherePricesHaveChangedMeanwhile() throws InterruptedException {
        UsageRecord row = call(2_000_000);
        price("3", "4");
        String preview = text(desk.open(days()));
        price("5", "6");

        assertThat(desk.send(path, "from", today, "until", today, "pricesAt", pricesAt(preview)))
                .bodyText()
                .contains("The prices have changed since", "$0.008");

        assertThat(text(desk.open("/logs/" + row.id()))).contains("$0.002").doesNotContain("$0.008");
        assertThat(desk.open(path)).bodyText().doesNotContain("Rated again before");
    }

    @Test
    void isForAdministratorsAndForDaysThatHaveCome() throws InterruptedException {
        call(2_000_000);
        assertThat(desk.openAsViewer(path)).hasStatus(403);
        assertThat(desk.sendAsViewer(
                        path,
                        "from",
                        today,
                        "until",
                        today,
                        "pricesAt",
                        clock.instant().toString()))
                .hasStatus(403);
        assertThat(desk.open(path))
                .bodyText()
                .contains("value=\"" + today + "\"")
                .doesNotContain("Rated again before");

        assertThat(desk.open(path + "?from=soon&until="))
                .bodyText()
                .contains("Write a day like 2026-12-01.")
                .doesNotContain("What would change");
        assertThat(desk.open(path + "?from=2099-01-01&until=2098-01-01"))
                .bodyText()
                .contains("still to come", "must not be before");
        assertThat(desk.send(path, "from", today, "until", today)).bodyText().contains("What would change");
        assertThat(desk.open("/models/" + model.getId()))
                .bodyText()
                .contains("/prices/models/" + model.getId() + "/rerate");
        assertThat(desk.open("/prices/deployments/" + place.getId() + "/rerate"))
                .hasStatusOk()
                .bodyText()
                .contains(model.getName() + " / ");
    }
}

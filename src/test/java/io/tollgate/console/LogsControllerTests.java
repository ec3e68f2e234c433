package io.tollgate.console;

import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.provider.Provider;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Model;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@PageTest
class LogsControllerTests {

    private static final Pattern OLDER = Pattern.compile("href=\"(/logs[^\"]*olderThan=[^\"]*)\"");
    private static final Pattern NEWER = Pattern.compile("href=\"(/logs[^\"]*newerThan=[^\"]*)\"");

    @Autowired
    private Desk desk;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

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
    void showsOneExchangeWithTheArithmeticOfItsCost() throws InterruptedException {
        Model model = desk.model(Source.CONSOLE);
        Provider provider = desk.provider(Source.CONSOLE, "https://api.example.com");
        Deployment deployment = desk.deployment(model, provider, Source.CONSOLE);
        desk.send(
                "/models/" + model.getId(),
                "name",
                model.getName(),
                "price.input",
                "2.5",
                "price.cachedInput",
                "1.25",
                "price.output",
                "10");
        UsageRecord row = new UsageRecord(
                ids.next(),
                clock.instant(),
                "req-77",
                null,
                null,
                "chat",
                model.getName(),
                provider.getId(),
                null,
                deployment.getProviderModel(),
                200,
                Outcome.COMPLETED,
                null,
                true,
                2,
                Usage.ofTokens(1_234, 1_000, 567, 89),
                7_505_000L,
                850_000L,
                2_500_000L);
        ledger.record(row);
        ledger.flush();

        assertThat(text(desk.open("/logs/" + row.id())))
                .contains(
                        "req-77",
                        provider.getName(),
                        "850 ms",
                        "2.50 s",
                        "234",
                        "$2.50",
                        "$0.000585",
                        "1,000",
                        "$0.00125",
                        "567")
                .contains("$0.00567", "$0.007505", "89 of the output tokens", "Computed exactly");
        assertThat(text(desk.openAsViewer("/logs/" + row.id()))).contains("req-77");
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
}

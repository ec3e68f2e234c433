package io.tollgate.console;

import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.provider.Provider;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Model;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One exchange: its calls, and the arithmetic of what they cost. */
@PageTest
class ExchangePageTests {

    @Autowired
    private Desk desk;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Ids ids;

    @Autowired
    private InstantSource clock;

    @Autowired
    private Prices prices;

    @Autowired
    private JdbcClient jdbc;

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
                .contains("$0.00567", "$0.007505", "89 of the output tokens", "Computed exactly")
                .contains("234 × $2.50/M + 1,000 × $1.25/M + 567 × $10.00/M = $0.007505");
        assertThat(text(desk.openAsViewer("/logs/" + row.id()))).contains("req-77");
    }

    @Test
    void listsTheCallsOfAnExchangeAtThePriceThatWasCharged() throws InterruptedException {
        Provider first = desk.provider(Source.CONSOLE, "https://first.example.com");
        Provider second = desk.provider(Source.CONSOLE, "https://second.example.com");
        Model model = desk.model(Source.CONSOLE);
        Deployment deployment = desk.deployment(model, second, Source.CONSOLE);
        UUID charged = price(model, "3");
        price(model, "7");
        UsageRecord row = served(model, second, deployment);
        call(row, 1, first, "UPSTREAM_TIMEOUT", "upstream_timeout", null, 0L);
        call(row, 2, second, "COMPLETED", null, charged, 3_000_000L);

        String page = text(desk.open("/logs/" + row.id()));
        assertThat(page)
                .contains("Calls to providers", first.getName(), second.getName(), "upstream-1", "upstream-2")
                .contains("Provider timeout", "upstream_timeout", "1.00 s", "2.00 s", "7.00 s")
                .contains("1,000 × $3.00/M = $0.003")
                .doesNotContain("$7.00");
        assertThat(page.indexOf("upstream-1")).isLessThan(page.indexOf("upstream-2"));
        assertThat(desk.openInChinese("/logs/" + row.id())).bodyText().contains("对供应商的调用", "供应商 / 凭据", "开始于", "供应商超时");
        assertThat(text(desk.openAsViewer("/logs/" + row.id()))).contains("upstream-1");
    }

    @Test
    void oldCallsKeepTheirArithmeticWhenWhatServedThemIsGone() throws InterruptedException {
        Provider provider = desk.provider(Source.CONSOLE, "https://gone.example.com");
        Model model = desk.model(Source.CONSOLE);
        Deployment deployment = desk.deployment(model, provider, Source.CONSOLE);
        UUID charged = price(model, "3");
        UsageRecord row = served(model, provider, deployment);
        call(row, 2, provider, "COMPLETED", null, charged, 3_000_000L);
        String sum = "1,000 × $3.00/M = $0.003";
        assertThat(text(desk.open("/logs/" + row.id()))).contains(sum);

        desk.send("/prices/models/" + model.getId() + "/" + charged + "/retire");
        assertThat(text(desk.open("/logs/" + row.id()))).contains(sum);
        desk.send("/models/" + model.getId(), "name", name("renamed"));
        assertThat(text(desk.open("/logs/" + row.id()))).contains(sum);
        desk.send("/providers/" + provider.getId() + "/retire");
        desk.send("/models/" + model.getId() + "/retire");

        String page = text(desk.open("/logs/" + row.id()));
        assertThat(page).contains(sum).doesNotContain("do not add up");
    }

    @Test
    void aFailedCallThatCostSomethingIsATermOfItsOwn() throws InterruptedException {
        Provider provider = desk.provider(Source.CONSOLE, "https://failing.example.com");
        Model model = desk.model(Source.CONSOLE);
        Deployment deployment = desk.deployment(model, provider, Source.CONSOLE);
        UUID charged = price(model, "1.75");
        UsageRecord row = served(model, provider, deployment);
        call(row, 1, provider, "UPSTREAM_ERROR", "upstream_error", charged, 1_250_000L);
        call(row, 2, provider, "COMPLETED", null, charged, 1_750_000L);

        assertThat(text(desk.open("/logs/" + row.id())))
                .contains("An earlier call, which failed", "$0.00125 + 1,000 × $1.75/M = $0.003")
                .doesNotContain("do not add up");
        assertThat(desk.openInChinese("/logs/" + row.id())).bodyText().contains("先前失败的调用");
    }

    /** An exchange for $0.003 whose calls are yet to be written down. */
    private UsageRecord served(Model model, Provider provider, Deployment deployment) throws InterruptedException {
        UsageRecord row = new UsageRecord(
                ids.next(),
                clock.instant(),
                name("request"),
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
                false,
                2,
                Usage.ofTokens(1_000, 0, 0, 0),
                3_000_000L,
                null,
                9_000_000L);
        ledger.record(row);
        ledger.flush();
        jdbc.sql("delete from usage_attempt where record_id = ?")
                .param(row.id())
                .update();
        return row;
    }

    /** Makes what is typed the model's price. */
    private UUID price(Model model, String input) {
        desk.send("/models/" + model.getId(), "name", model.getName(), "price.input", input);
        return prices.of(new PriceOwner(model.getId(), false)).getFirst().id();
    }

    private void call(
            UsageRecord row,
            int number,
            Provider provider,
            String outcome,
            @Nullable String error,
            @Nullable UUID price,
            long costNano) {
        jdbc.sql("""
                insert into usage_attempt (record_id, number, started_at, provider_id, model, price_id, outcome,
                    error_code, total_us, cost_nano)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        row.id(),
                        number,
                        row.startedAt().plusSeconds(number).atOffset(ZoneOffset.UTC),
                        provider.getId(),
                        "upstream-" + number,
                        price,
                        outcome,
                        error,
                        number == 1 ? 500_000L : 7_000_000L,
                        costNano))
                .update();
    }
}

package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.pricing.Currency;
import io.tollgate.pricing.Part;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.pricing.Prices;
import io.tollgate.pricing.Rate;
import io.tollgate.pricing.Rates;
import io.tollgate.pricing.StoredPrice;
import io.tollgate.pricing.Terms;
import io.tollgate.provider.Provider;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Model;
import io.tollgate.storage.Source;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PageTest
class PricesControllerTests {

    @Autowired
    private Desk desk;

    @Autowired
    private Prices prices;

    private Terms only(PriceOwner owner) {
        List<StoredPrice> rows = prices.of(owner);
        assertThat(rows).hasSize(1);
        return rows.getFirst().terms();
    }

    @Test
    void listsAllPricesAndFindsThem() {
        assertThat(desk.open("/prices")).hasStatusOk().bodyText().contains("Bundled list", "Page 1 of", "Next");
        assertThat(desk.open("/prices?search=GPT-4o-mini&source=BUNDLED"))
                .bodyText()
                .contains("gpt-4o-mini", "$0.15", "2026-08-21", "https://")
                .doesNotContain("claude-");
        assertThat(desk.open("/prices?page=2")).bodyText().contains("Page 2 of", "Previous");
        assertThat(desk.open("/prices?page=99999&source=nothing")).bodyText().contains("No price is found.");
        assertThat(desk.openInChinese("/prices")).bodyText().contains("内置价目表", "价格");
        assertThat(desk.openAsViewer("/prices")).hasStatusOk().bodyText().doesNotContain("Import prices");
    }

    @Test
    void saysInWordsWhichModelsAPriceIsFor() {
        assertThat(desk.open("/prices?search=claude-v2&source=BUNDLED"))
                .bodyText()
                .contains("names that begin with claude-2, or names that contain claude-v2", "title=\"https://")
                .contains("A model may stand here more than once")
                .doesNotContain("starts_with", "{&quot;");
        assertThat(desk.openInChinese("/prices?search=claude-v2&source=BUNDLED"))
                .bodyText()
                .contains("以 claude-2 开头的名称，或 含有 claude-v2 的名称", "同一模型可能出现多次");
    }

    @Test
    void saysFromWhenAndUntilWhenAPriceHolds() {
        Model model = desk.model(Source.CONSOLE);
        String path = "/prices/models/" + model.getId();
        desk.send(path, "input", "2", "until", "2026-03-01T00:00");
        desk.send(path, "input", "3", "from", "2026-03-01T00:00");

        assertThat(desk.open("/prices?search=" + model.getName()))
                .bodyText()
                .contains("Until</span> <time", "From</span> <time", "2026-03-01 00:00:00 UTC");
    }

    @Test
    void saysWhichModelsHaveNoPrice() {
        Model bare = desk.model(Source.CONSOLE);
        Model listed = desk.model(Source.CONSOLE);
        Provider provider = desk.provider(Source.CONSOLE, "https://api.openai.com");
        desk.deployment(bare, provider, Source.CONSOLE);
        desk.send(
                "/models/" + listed.getId() + "/deployments",
                "provider",
                provider.getId().toString(),
                "providerModel",
                "gpt-4o-mini",
                "rank.priority",
                "1",
                "rank.weight",
                "1");

        String unpriced = text(desk.open("/prices?source=IMPORTED"));

        assertThat(unpriced).contains("Models without a price", bare.getName()).doesNotContain(listed.getName());
        assertThat(desk.open("/models")).bodyText().contains("no price", "From a price list");
    }

    @Test
    void editsAPriceToTheLastDetail() {
        Model model = desk.model(Source.CONSOLE);
        String path = "/prices/models/" + model.getId();

        MvcTestResult saved = desk.send(
                path,
                "currency",
                "CNY",
                "rate",
                "0.14",
                "from",
                "2026-01-01T00:00",
                "until",
                "2027-01-01T00:00",
                "input",
                "2",
                "cache-write-1h",
                "4",
                "output",
                "8",
                "web-search",
                "10",
                "tiers",
                "200000: input 4, output 12\n500000: input 6",
                "windows",
                "00:30-08:30: input 2, output 4");

        assertThat(desk.follow(saved)).bodyText().contains("Saved.", "¥2.00");
        Terms terms = only(PriceOwner.model(model.getId()));
        assertThat(terms.currency()).isEqualTo(new Currency("CNY", 140_000_000));
        assertThat(terms.from()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(terms.until()).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(terms.schedule().rates().own(Part.INPUT))
                .isEqualTo(new Rate(
                        2_000_000_000L,
                        List.of(new Rate.Tier(200_000, 4_000_000_000L), new Rate.Tier(500_000, 6_000_000_000L))));
        assertThat(terms.schedule().windows())
                .singleElement()
                .satisfies(window -> assertThat(window.rates().own(Part.OUTPUT)).isEqualTo(Rate.of(4_000_000_000L)));

        String id = prices.of(PriceOwner.model(model.getId())).getFirst().id().toString();
        assertThat(desk.open(path + "?price=" + id))
                .bodyText()
                .contains("200000: input 4, output 12", "500000: input 6", "00:30-08:30: input 2, output 4")
                .contains("value=\"0.14\"", "value=\"2026-01-01T00:00\"");
        assertThat(desk.open("/models/" + model.getId())).bodyText().contains("it is changed in the editor");

        desk.send(path, "price", id, "input", "3", "output", "9");
        assertThat(only(PriceOwner.model(model.getId())).currency()).isEqualTo(Currency.USD);
        desk.send(path, "input", "2", "output", "8", "from", "2030-01-01T00:00");
        assertThat(prices.of(PriceOwner.model(model.getId()))).hasSize(2);

        for (StoredPrice row : prices.of(PriceOwner.model(model.getId()))) {
            desk.send(path + "/" + row.id() + "/retire");
        }
        assertThat(prices.of(PriceOwner.model(model.getId()))).isEmpty();
    }

    @Test
    void showsAPriceThatHoldsFromAlwaysAndForGood() {
        Model model = desk.model(Source.CONSOLE);
        Deployment place =
                desk.deployment(model, desk.provider(Source.CONSOLE, "https://api.example.com"), Source.CONSOLE);

        for (String path : List.of("/prices/models/" + model.getId(), "/prices/deployments/" + place.getId())) {
            assertThat(desk.open(path)).hasStatusOk().bodyText().doesNotContain("always");
            desk.send(path, "input", "2", "output", "8");
            assertThat(desk.open(path)).hasStatusOk().bodyText().contains("always", "open", "$2.00");
            desk.send(path, "input", "3", "output", "9", "from", "2026-01-01T00:00");
            assertThat(desk.open(path)).hasStatusOk().bodyText().contains("2026-01-01 00:00:00 UTC", "open", "$3.00");
            assertThat(desk.openInChinese(path)).hasStatusOk().bodyText().contains("始终");
        }
    }

    @Test
    void saysWhatIsWrong() {
        Model model = desk.model(Source.CONSOLE);
        String path = "/prices/models/" + model.getId();

        assertThat(desk.send(path)).bodyText().contains("Write at least one rate.");
        assertThat(desk.send(
                        path,
                        "input",
                        "-1",
                        "output",
                        "1e9",
                        "currency",
                        "CNY",
                        "rate",
                        "0",
                        "from",
                        "soon",
                        "tiers",
                        "1000: unit 3",
                        "windows",
                        "noon: input 1"))
                .bodyText()
                .contains(
                        "like 0.15.", "what one CNY is worth", "a day and a time in UTC", "200000: input 4, output 18,")
                .contains("value=\"soon\"", "noon: input 1");
        assertThat(desk.send(path, "input", "1", "from", "2027-01-01T00:00", "until", "2026-01-01T00:00"))
                .bodyText()
                .contains("The end must come after the beginning.");
        assertThat(prices.of(PriceOwner.model(model.getId()))).isEmpty();
    }

    @Test
    void declaredPricesAreChangedInTheirFile() {
        Model model = desk.model(Source.FILE);
        Deployment place = desk.deployment(model, desk.provider(Source.FILE, "https://api.example.com"), Source.FILE);

        desk.send("/prices/models/" + model.getId(), "input", "1");
        desk.send("/prices/deployments/" + place.getId(), "input", "1");
        desk.sendAsViewer("/prices/models/" + desk.model(Source.CONSOLE).getId(), "input", "1");

        assertThat(prices.of(PriceOwner.model(model.getId()))).isEmpty();
        assertThat(prices.of(PriceOwner.deployment(place.getId()))).isEmpty();
    }

    @Test
    void onlyPricesThatMayBeChangedLeadToTheirEditor() {
        Model declared = desk.model(Source.FILE);
        Model own = desk.model(Source.CONSOLE);
        Terms terms = Terms.of(Rates.ofDollars(BigDecimal.ONE, null, BigDecimal.TWO, null));
        prices.set(PriceOwner.model(declared.getId()), List.of(terms));
        prices.set(PriceOwner.model(own.getId()), List.of(terms));

        assertThat(desk.open("/prices?search=" + declared.getName()))
                .bodyText()
                .contains("<span>" + declared.getName() + "</span>")
                .doesNotContain("/prices/models/" + declared.getId());
        assertThat(desk.open("/prices?search=" + own.getName()))
                .bodyText()
                .contains("/prices/models/" + own.getId() + "?price=");
    }

    @Test
    void importsAListOnceItIsConfirmed() {
        String model = name("imported");
        String list = "{\"" + model + "\": {\"litellm_provider\": \"acme\", \"input_cost_per_token\": 2e-06,"
                + " \"output_cost_per_token\": 8e-06}}";
        MvcTestResult uploaded = desk.upload("/prices/import", "list.json", list);

        assertThat(desk.follow(uploaded))
                .bodyText()
                .contains("List: list.json", "New: 1.", model, "input:2, output:8", "Take over");
        assertThat(desk.open("/prices?source=IMPORTED&search=" + model))
                .bodyText()
                .contains("No price is found.");

        MvcTestResult applied = desk.send("/prices/import/" + idOf(uploaded));

        assertThat(desk.follow(applied)).bodyText().contains("Imported.");
        assertThat(desk.open("/prices?source=IMPORTED&search=" + model))
                .bodyText()
                .contains("acme", model, "$2.00", "$8.00", "list.json");
        assertThat(desk.send("/prices/import/" + idOf(uploaded))).hasStatus(404);
    }

    @Test
    void saysWhatOfAListIsNotTaken() {
        String list = "{\"" + name("good") + "\": {\"litellm_provider\": \"acme\", \"input_cost_per_token\": 2e-06,"
                + " \"input_cost_per_page\": 1}, \"auto-<b>\": {\"litellm_provider\": \"openai\","
                + " \"input_cost_per_token\": -1}, \"free\": {\"litellm_provider\": \"openai\"}}";

        MvcTestResult uploaded = desk.upload("/prices/import", "list.json", list);

        assertThat(desk.follow(uploaded))
                .bodyText()
                .contains("Not taken: 2.", "No price that is understood: 1", "Cannot be: 1")
                .contains("auto-&lt;b&gt;", "a price cannot be negative", "input_cost_per_page")
                .contains("Vendors that are not known here", "acme");
        assertThat(desk.openInChinese("/prices/import/" + idOf(uploaded)))
                .bodyText()
                .contains("未采用：2。", "没有可识别的价格", "此处未知的厂商");
    }

    @Test
    void aListThatCannotBeTakenIsRefused() {
        assertThat(desk.follow(desk.upload("/prices/import", "bad.json", "{\"m\": [")))
                .bodyText()
                .contains("The list was not taken", "not valid JSON");
        assertThat(desk.follow(desk.send("/prices/import", "url", "http://lists.example/a.json")))
                .bodyText()
                .contains("begins with https://");
        assertThat(desk.follow(desk.send("/prices/import", "url", "https://127.0.0.1:1/a.json")))
                .bodyText()
                .contains("did not answer", "value=\"https://127.0.0.1:1/a.json\"");
        assertThat(desk.open("/prices/import")).hasStatusOk().bodyText().contains("genai-prices");
    }
}

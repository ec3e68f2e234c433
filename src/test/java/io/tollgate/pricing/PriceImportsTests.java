package io.tollgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.storage.Ids;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lists of others are previewed, taken over, and refused where they cannot be. */
class PriceImportsTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final UUID MODEL = new UUID(1, 1);

    private static final String LITELLM = """
            {"sample_spec": {"input_cost_per_token": 0, "litellm_provider": "one of", "max_tokens": "text"},
             "gpt-big": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2.5e-06,
               "output_cost_per_token": 1e-05, "cache_read_input_token_cost": 1.25e-06,
               "input_cost_per_token_above_200k_tokens": 5e-06, "max_tokens": "many",
               "search_context_cost_per_query": {"search_context_size_medium": 0.01}},
             "openrouter/acme/small": {"litellm_provider": "openrouter", "input_cost_per_token": 2.9999999999999997e-07,
               "output_cost_per_token": 6e-07},
             "painter": {"litellm_provider": "openai", "mode": "image_generation", "output_cost_per_image": 0.04},
             "unpriced": {"litellm_provider": "openai", "mode": "chat"}}""";

    private static final String MODELS_DEV = """
            {"google": {"id": "google", "name": "Google", "models": {
               "gemini-big": {"id": "gemini-big", "cost": {"input": 1.25, "output": 10, "cache_read": 0.31,
                 "context_over_200k": {"input": 2.5, "output": 15, "cache_read": 0.625}}},
               "gemini-free": {"id": "gemini-free"}}}}""";

    private static final String GENAI = """
            [{"id": "deepseek", "name": "Deepseek", "models": [
               {"id": "chat", "match": {"or": [{"starts_with": "deep-chat"}, {"equals": "DC"}]}, "prices": [
                 {"prices": {"input_mtok": 0.135, "output_mtok": {"base": 0.55, "tiers": [{"start": 9, "price": 1}]}}},
                 {"constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"},
                  "prices": {"input_mtok": 0.27, "output_mtok": 1.1}},
                 {"constraint": {"start_date": "2026-12-01"}, "prices": {"input_mtok": 1, "output_mtok": 2}}]}]}]""";

    private final JdbcDataSource dataSource = new JdbcDataSource();
    private PriceTable table;
    private Prices prices;
    private PriceImports imports;

    @BeforeEach
    void prepare() {
        dataSource.setURL(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(dataSource).load().migrate();
        table = new PriceTable(new JdbcTemplate(dataSource));
        prices = new Prices(table, new Ids(InstantSource.fixed(NOW)), InstantSource.fixed(NOW));
        prices.afterPropertiesSet();
        imports = new PriceImports(prices, InstantSource.fixed(NOW));
    }

    private ImportPreview preview(String file) {
        return imports.preview(file.getBytes(StandardCharsets.UTF_8), "list.json");
    }

    private void take(String file) {
        imports.apply(preview(file));
    }

    private Rates asked(String vendor, String model, Instant when) {
        Price price = new Tariff(prices.book().listed(vendor, "", model)).at(when);
        return price == null ? Rates.NONE : price.rates();
    }

    private static Rates rates(String input, String cached, String output) {
        return Rates.ofDollars(
                new BigDecimal(input), cached == null ? null : new BigDecimal(cached), new BigDecimal(output), null);
    }

    private List<StoredPrice> imported() {
        return table.live().stream()
                .filter(row -> row.source() == StoredPrice.Source.IMPORTED)
                .toList();
    }

    @Test
    void theBundledListIsStoredOnce() {
        int rows = table.live().size();

        prices.afterPropertiesSet();

        assertThat(rows).isEqualTo(BundledPrices.all().size());
        assertThat(table.live()).hasSize(rows);
    }

    @Test
    void aBundledPriceThatChangedGetsANewRowAndTheOthersAreKept() {
        StoredPrice old = table.live().getFirst();
        table.retire(List.of(old.id()), NOW);
        Terms other = old.terms().with(rates("999", null, "999"));
        UUID stale = UUID.randomUUID();
        table.add(List.of(new StoredPrice(
                stale, null, null, old.vendor(), old.match(), other, old.source(), "old", old.asOf(), NOW, null)));

        prices.afterPropertiesSet();

        assertThat(table.find(stale).getFirst().retiredAt()).isEqualTo(NOW);
        assertThat(table.live())
                .filteredOn(row -> row.key().equals(old.key()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.said()).isEqualTo(old.said());
                    assertThat(row.id()).isNotEqualTo(old.id());
                });
    }

    @Test
    void readsLiteLlm() {
        take(LITELLM);

        assertThat(imported()).hasSize(3);
        Rates big = asked("openai", "gpt-big", NOW);
        assertThat(big.own(Part.INPUT))
                .isEqualTo(new Rate(2_500_000_000L, List.of(new Rate.Tier(200_000, 5_000_000_000L))));
        assertThat(big.own(Part.CACHED_INPUT)).isEqualTo(Rate.of(1_250_000_000L));
        assertThat(big.written(Part.WEB_SEARCH)).isEqualByComparingTo("10");
        assertThat(asked("openrouter", "acme/small", NOW)).isEqualTo(rates("0.3", null, "0.6"));
        assertThat(asked("openai", "painter", NOW).written(Part.UNIT)).isEqualByComparingTo("0.04");
    }

    @Test
    void readsModelsDev() {
        take(MODELS_DEV);

        assertThat(imported()).hasSize(1);
        assertThat(asked("gemini", "gemini-big", NOW).own(Part.OUTPUT))
                .isEqualTo(new Rate(10_000_000_000L, List.of(new Rate.Tier(200_000, 15_000_000_000L))));
    }

    @Test
    void readsTiersWithSizesOfTheirOwnFromModelsDev() {
        take("""
                {"openai": {"id": "openai", "models": {"gpt-long": {"cost": {"input": 2.5, "output": 15,
                   "tiers": [{"input": 5, "output": 22.5, "tier": {"type": "context", "size": 272000}},
                     {"input": 9, "tier": {"type": "hours", "size": 3}}],
                   "context_over_200k": {"input": 5, "output": 22.5}}}}}}""");

        Rates rates = asked("openai", "gpt-long", NOW);
        assertThat(rates.own(Part.INPUT))
                .isEqualTo(new Rate(2_500_000_000L, List.of(new Rate.Tier(272_000, 5_000_000_000L))));
        assertThat(rates.own(Part.OUTPUT))
                .isEqualTo(new Rate(15_000_000_000L, List.of(new Rate.Tier(272_000, 22_500_000_000L))));
    }

    @Test
    void readsRangesOfLengthsFromLiteLlm() {
        take("""
                {"dashscope/qwen-long": {"litellm_provider": "dashscope", "mode": "chat", "output_cost_per_token": 9e-06,
                   "input_cost_per_token_above_128k_tokens": 7e-06, "tiered_pricing": [
                   {"range": [128000.0, 256000.0], "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05},
                   {"range": [0, 128000.0], "input_cost_per_token": 1e-06, "output_cost_per_token": 5e-06}]},
                 "finder/search": {"litellm_provider": "finder", "tiered_pricing": [
                   {"max_results_range": [0, 25], "input_cost_per_query": 0.005}]}}""");

        Rates rates = asked("qwen", "qwen-long", NOW);
        assertThat(rates.own(Part.INPUT))
                .isEqualTo(new Rate(1_000_000_000L, List.of(new Rate.Tier(128_000, 3_000_000_000L))));
        assertThat(rates.own(Part.OUTPUT))
                .isEqualTo(new Rate(5_000_000_000L, List.of(new Rate.Tier(128_000, 15_000_000_000L))));
        assertThat(imported()).hasSize(1);
    }

    @Test
    void readsGenaiPricesWithDatesAndHours() {
        take(GENAI);

        assertThat(asked("deepseek", "deep-chat-1", NOW)).isEqualTo(rates("0.27", null, "1.1"));
        assertThat(asked("deepseek", "dc", NOW.plusSeconds(6 * 3600)).own(Part.OUTPUT))
                .isEqualTo(new Rate(550_000_000L, List.of(new Rate.Tier(9, 1_000_000_000L))));
        assertThat(asked("deepseek", "dc", Instant.parse("2026-12-01T00:00:00Z")))
                .isEqualTo(rates("1", null, "2"));
    }

    @Test
    void saysWhatWouldChangeAndChangesNothingBefore() {
        take(LITELLM);
        String next = LITELLM.replace("1e-05", "9e-06").replace("\"painter\"", "\"brush\"");

        ImportPreview preview = preview(next);

        assertThat(preview.added()).extracting(ImportPreview.Line::model).containsExactly(ModelMatch.name("brush"));
        assertThat(preview.changed()).extracting(ImportPreview.Line::model).containsExactly(ModelMatch.name("gpt-big"));
        assertThat(preview.gone()).extracting(ImportPreview.Line::model).containsExactly(ModelMatch.name("painter"));
        assertThat(preview.unchanged()).isEqualTo(1);
        assertThat(asked("openai", "gpt-big", NOW).written(Part.OUTPUT)).isEqualByComparingTo("10");

        imports.apply(preview);

        assertThat(asked("openai", "gpt-big", NOW).written(Part.OUTPUT)).isEqualByComparingTo("9");
        assertThat(asked("openai", "painter", NOW)).isEqualTo(Rates.NONE);
        assertThat(preview(next).isChange()).isFalse();
    }

    @Test
    void aListSpeaksForItsOwnVendorsOnly() {
        take(LITELLM);
        take(MODELS_DEV);

        assertThat(imported()).hasSize(4);
    }

    @Test
    void onesOwnPriceGoesBeforeAnImportedOne() {
        take(LITELLM);
        prices.set(PriceOwner.model(MODEL), List.of(Terms.of(rates("7", null, "7"))));

        Tariff tariff = prices.book().tariff(new UUID(1, 2), MODEL, "openai", "api.openai.com", "gpt-big");

        assertThat(tariff.at(NOW).rates()).isEqualTo(rates("7", null, "7"));
        assertThat(tariff.prices()).hasSizeGreaterThan(1);
    }

    @Test
    void aPriceThatStaysKeepsItsRow() {
        Terms terms = Terms.of(rates("7", null, "7"));
        prices.set(PriceOwner.model(MODEL), List.of(terms));
        UUID id = prices.of(PriceOwner.model(MODEL)).getFirst().id();

        prices.set(PriceOwner.model(MODEL), List.of(terms));
        assertThat(prices.of(PriceOwner.model(MODEL))).singleElement().returns(id, StoredPrice::id);

        prices.set(PriceOwner.model(MODEL), List.of(Terms.of(rates("8", null, "7"))));
        assertThat(prices.of(PriceOwner.model(MODEL)))
                .singleElement()
                .satisfies(row -> assertThat(row.id()).isNotEqualTo(id));
        assertThat(prices.find(id)).get().returns(terms, StoredPrice::terms).returns(NOW, StoredPrice::retiredAt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "null",
                "7",
                "\"text\"",
                "[]",
                "{}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": -1e-6}}",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": NaN}}",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 1e999}}",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 1e999999999}}",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 1e-999999999}}",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": \"free\"}}",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": [1]}}",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 99}}",
                "{\"m\": {\"litellm_provider\": \"openai\", \"input_cost_per_token\": 1e-6}} trailing",
                "{\"google\": {\"models\": {\"m\": {\"cost\": {\"input\": true}}}}}",
                "{\"google\": {\"models\": {\"m\": {\"cost\": {\"input\": -0.1}}}}}",
                "{\"google\": {\"models\": {\"m\": {\"cost\": {\"input\": 1, \"tiers\": [{\"input\": 2, \"tier\":"
                        + " {\"type\": \"context\", \"size\": \"big\"}}]}}}}}",
                "{\"m\": {\"litellm_provider\": \"dashscope\", \"tiered_pricing\": [{\"range\": [0.5, 9],"
                        + " \"input_cost_per_token\": 1e-6}]}}",
                "{\"m\": {\"litellm_provider\": \"dashscope\", \"tiered_pricing\": [{\"range\": [1e99, 9],"
                        + " \"input_cost_per_token\": 1e-6}]}}",
                "[{\"id\": \"x\", \"models\": [{\"match\": {\"near\": \"y\"}, \"prices\": {\"input_mtok\": 1}}]}]",
                "[{\"id\": \"x\", \"models\": [{\"match\": {\"regex\": \"(\"}, \"prices\": {\"input_mtok\": 1}}]}]",
                "[{\"id\": \"x\", \"models\": [{\"match\": {\"equals\": \"y\"}, \"prices\": {\"input_mtok\": \"1\"}}]}]",
                "[{\"id\": \"x\", \"models\": [{\"match\": {\"equals\": \"y\"}, \"prices\": [{\"constraint\":"
                        + " {\"start_date\": \"soon\"}, \"prices\": {\"input_mtok\": 1}}]}]}]",
                "[{\"id\": \"x\", \"models\": [{\"match\": {\"equals\": \"y\"}, \"prices\": {\"input_mtok\":"
                        + " {\"base\": 1, \"tiers\": [{\"start\": -5, \"price\": 1}]}}}]}]"
            })
    void aFileThatCannotBeIsRefusedAndChangesNothing(String file) {
        List<StoredPrice> before = table.live();

        assertThatThrownBy(() -> preview(file))
                .isInstanceOf(PriceException.class)
                .message()
                .isNotBlank();

        assertThat(table.live()).isEqualTo(before);
    }

    @Test
    void aHugeFileIsRefused() {
        assertThatThrownBy(() -> imports.preview(new byte[PriceImports.LARGEST + 1], "huge"))
                .isInstanceOf(PriceException.class)
                .hasMessageContaining("MB");
    }
}

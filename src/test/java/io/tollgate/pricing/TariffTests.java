package io.tollgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.chat.Usage;
import io.tollgate.pricing.StoredPrice.Source;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which of several prices applies, and when. */
class TariffTests {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Usage USAGE = Usage.ofTokens(1_000_000, 0, 0, 0);
    private static final UUID MODEL = new UUID(1, 1);
    private static final UUID PLACE = new UUID(1, 2);

    private final PriceBook book = new PriceBook(BundledPrices.vendors());

    private static Rates input(String dollars) {
        return Rates.ofDollars(new BigDecimal(dollars), null, null, null);
    }

    private static StoredPrice own(PriceOwner owner, String dollars, Instant from, Instant until) {
        Terms terms = new Terms(Currency.USD, Schedule.of(input(dollars)), from, until);
        return StoredPrice.own(UUID.randomUUID(), owner, terms, Instant.EPOCH);
    }

    private static StoredPrice listed(Source source, String vendor, String model, String dollars) {
        ListedPrice price = new ListedPrice(
                vendor, ModelMatch.name(model), Terms.of(input(dollars)), "test", LocalDate.parse("2026-08-21"));
        return StoredPrice.listed(UUID.randomUUID(), price, source, Instant.EPOCH);
    }

    private Long dollars(Instant moment) {
        Long nano = book.tariff(PLACE, MODEL, "house", "llm.example", "Large").cost(USAGE, moment);
        return nano == null ? null : nano / 1_000_000_000;
    }

    @Test
    void theNearestPriceGoesFirst() {
        assertThat(dollars(NOON)).isNull();
        book.add(listed(Source.BUNDLED, "house", "large", "1"));
        assertThat(dollars(NOON)).isEqualTo(1);
        book.add(listed(Source.IMPORTED, "house", "large", "2"));
        assertThat(dollars(NOON)).isEqualTo(2);
        book.add(own(PriceOwner.model(MODEL), "3", null, null));
        assertThat(dollars(NOON)).isEqualTo(3);
        book.add(own(PriceOwner.deployment(PLACE), "4", null, null));
        assertThat(dollars(NOON)).isEqualTo(4);
    }

    @Test
    void theLatestPriceThatHasBegunApplies() {
        book.add(own(PriceOwner.model(MODEL), "1", null, null));
        book.add(own(PriceOwner.model(MODEL), "2", NOON, null));
        book.add(own(PriceOwner.model(MODEL), "3", NOON.plusSeconds(60), NOON.plusSeconds(120)));

        assertThat(dollars(NOON.minusNanos(1))).isEqualTo(1);
        assertThat(dollars(NOON)).isEqualTo(2);
        assertThat(dollars(NOON.plusSeconds(60))).isEqualTo(3);
        assertThat(dollars(NOON.plusSeconds(120))).isEqualTo(2);
    }

    @Test
    void aPriceThatHasNotBegunLeavesTheListsInForce() {
        book.add(listed(Source.BUNDLED, "house", "large", "1"));
        book.add(own(PriceOwner.model(MODEL), "2", NOON, null));

        assertThat(dollars(NOON.minusSeconds(1))).isEqualTo(1);
        assertThat(dollars(NOON)).isEqualTo(2);
    }

    @Test
    void hoursOfTheDayHaveRatesOfTheirOwn() {
        Schedule.Window night = new Schedule.Window(LocalTime.parse("22:00"), LocalTime.parse("06:00"), input("1"));
        Schedule.Window lunch = new Schedule.Window(LocalTime.parse("12:00"), LocalTime.parse("13:00"), input("2"));
        Schedule schedule = new Schedule(input("9"), List.of(night, lunch));

        assertThat(schedule.at(Instant.parse("2026-11-21T22:00:00Z"))).isEqualTo(input("1"));
        assertThat(schedule.at(Instant.parse("2026-11-21T05:59:59Z"))).isEqualTo(input("1"));
        assertThat(schedule.at(Instant.parse("2026-11-21T06:00:00Z"))).isEqualTo(input("9"));
        assertThat(schedule.at(NOON)).isEqualTo(input("2"));
        assertThat(schedule.at(Instant.parse("2026-11-21T13:00:00Z"))).isEqualTo(input("9"));
        assertThat(PriceJson.schedule(PriceJson.tree(PriceJson.text(schedule)))).isEqualTo(schedule);
    }

    @Test
    void aListHoldsWhereItsVendorAnswers() {
        PriceBook shipped = BundledPrices.book();

        assertThat(shipped.listed("openai", "api.openai.com", "gpt-4o-mini")).isNotEmpty();
        assertThat(shipped.listed("openai", "gpu.internal", "gpt-4o-mini")).isEmpty();
        assertThat(shipped.listed("openai", "evilapi.openai.com.example", "gpt-4o-mini"))
                .isEmpty();
        assertThat(shipped.listed("openai", "api.groq.com", "openai/gpt-oss-120b"))
                .isNotEmpty();
        assertThat(shipped.listed("azure", "me.openai.azure.com", "GPT-4o-Mini"))
                .isNotEmpty();
        assertThat(shipped.listed("gemini", "generativelanguage.googleapis.com", "models/gemini-2.5-pro"))
                .isNotEmpty();
        assertThat(shipped.listed("openrouter", "openrouter.ai", "google/gemini-3.6-flash"))
                .isNotEmpty();
        assertThat(shipped.listed("openrouter", "openrouter.ai", "gpt-5.6-sol")).isEmpty();
        assertThat(shipped.listed("bedrock", "bedrock-runtime.us-east-1.amazonaws.com", "nothing"))
                .isEmpty();
    }

    @Test
    void aListInAnotherCurrencyCountsWithItsRate() {
        Tariff tariff = BundledPrices.book().tariff(PLACE, MODEL, "qwen", "dashscope.aliyuncs.com", "qwen3-max");

        assertThat(tariff.cost(Usage.ofTokens(128_000, 0, 0, 0), NOON)).isEqualTo(76_185_600L);
        assertThat(tariff.cost(Usage.ofTokens(1_000_000, 0, 0, 0), NOON)).isEqualTo(1_041_600_000L);
    }

    @Test
    void theBundledListIsLargeAndEveryPriceSaysWhereItIsFrom() {
        List<ListedPrice> all = BundledPrices.all();

        assertThat(all).hasSizeGreaterThan(600).allSatisfy(price -> {
            assertThat(price.origin()).startsWith("https://");
            assertThat(price.asOf()).isAfter(LocalDate.parse("2025-11-01"));
            assertThat(price.terms().isEmpty()).isFalse();
        });
        assertThat(all.stream().map(ListedPrice::key)).doesNotHaveDuplicates();
        assertThat(all)
                .extracting(ListedPrice::vendor)
                .contains("openai", "anthropic", "gemini", "deepseek", "zhipu", "moonshot", "minimax", "mistral")
                .contains("groq", "xai", "azure", "bedrock", "qwen", "qwen-cn");
    }

    @Test
    void aRuleKeepsTheCaseOfItsSigns() {
        ModelMatch rule = ModelMatch.read(PriceJson.tree("{\"regex\": \"^GPT-\\\\D+$\"}"));

        assertThat(rule.test("gpt-mini")).isTrue();
        assertThat(rule.test("gpt-4")).isFalse();
        assertThat(ModelMatch.read(rule.write()).test("gpt-mini")).isTrue();
    }

    @Test
    void aRuleThatNeverEndsMatchesNothing() {
        ModelMatch slow = ModelMatch.read(PriceJson.tree("{\"regex\": \"(a+)+$\"}"));

        assertThat(slow.test("a".repeat(60) + "b")).isFalse();
        assertThat(slow.test("aaa")).isTrue();
        assertThatExceptionOfType(PriceException.class)
                .isThrownBy(() -> ModelMatch.read(PriceJson.tree("{\"regex\": \"(\"}")));
        assertThatExceptionOfType(PriceException.class)
                .isThrownBy(() -> ModelMatch.read(PriceJson.tree("{\"or\": []}")));
    }
}

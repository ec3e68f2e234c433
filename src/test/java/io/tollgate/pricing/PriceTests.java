package io.tollgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.chat.Usage;
import io.tollgate.chat.Usage.Media;
import io.tollgate.chat.Usage.Source;
import io.tollgate.chat.Usage.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTests {

    private static final long SEED = 20261121;
    private static final Price NOTHING = new Price(new UUID(0, 1), Currency.USD, Rates.NONE);

    private static BigDecimal dollars(String text) {
        return text == null ? null : new BigDecimal(text);
    }

    private static Price price(String input, String cached, String output) {
        return of(Rates.ofDollars(dollars(input), dollars(cached), dollars(output), null));
    }

    private static Price of(Rates rates) {
        return new Price(new UUID(0, 1), Currency.USD, rates);
    }

    private static Usage media(long input, long cached, Media audio, Media image, Media video) {
        return new Usage(input, cached, 0, 0, 0, 0, audio, image, video, 0, 0, 0, Unit.TOKEN, Source.PROVIDER);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 150",
        "1000000, 0, 0, 150000000",
        "1000, 400, 10, 126000",
        "0, 0, 7, 4200",
        "0, 0, 0, 0",
        "1000000000, 0, 1000000000, 750000000000"
    })
    void chargesFreshAndCachedAndWrittenTokens(long input, long cached, long output, long nano) {
        assertThat(price("0.15", "0.075", "0.60").cost(Usage.ofTokens(input, cached, output, 0)))
                .isEqualTo(nano);
    }

    @Test
    void roundsOnceAndHalfUp() {
        assertThat(price("0.0005", null, "0.0005").cost(Usage.ofTokens(1, 0, 0, 0)))
                .isEqualTo(1);
        assertThat(price("0.0004", null, "0.0001").cost(Usage.ofTokens(1, 0, 1, 0)))
                .isEqualTo(1);
        assertThat(price("0.0004", null, null).cost(Usage.ofTokens(1, 0, 0, 0))).isZero();
    }

    @Test
    void linesAddUpToTheSum() {
        Bill bill = price("0.0004", "0.0003", "0.0004").bill(Usage.ofTokens(2, 1, 1, 0));

        assertThat(bill.lines()).extracting(Bill.Line::nano).containsExactly(0L, 1L, 0L);
        assertThat(bill.nano()).isEqualTo(1);
    }

    @Test
    void chargesPartsWithoutARateLikeWhatTheyBelongTo() {
        assertThat(price("1", null, "1").cost(Usage.ofTokens(10, 4, 0, 0))).isEqualTo(10_000);
        assertThat(price("1", "0", "1").cost(Usage.ofTokens(10, 4, 0, 0))).isEqualTo(6_000);
        Media some = new Media(4, 2, 0);
        assertThat(price("1", "0.1", "1").cost(media(10, 5, some, Media.NONE, Media.NONE)))
                .isEqualTo(5_500);
        Usage written =
                new Usage(10, 0, 8, 3, 7, 5, Media.NONE, Media.NONE, Media.NONE, 0, 0, 0, Unit.TOKEN, Source.PROVIDER);
        assertThat(price("1", null, "1").cost(written)).isEqualTo(17_000);
        Rates apart = Rates.ofDollars(dollars("1"), null, dollars("1"), null);
        assertThat(of(apart.with(Part.CACHE_WRITE, dollars("2"))).cost(written)).isEqualTo(25_000);
        assertThat(of(apart.with(Part.CACHE_WRITE_HOUR, dollars("3"))).cost(written))
                .isEqualTo(23_000);
        assertThat(of(apart.with(Part.REASONING, dollars("4"))).cost(written)).isEqualTo(32_000);
    }

    @Test
    void chargesMediaApart() {
        Rates rates = Rates.ofDollars(dollars("1"), dollars("0.1"), dollars("1"), null)
                .with(Part.AUDIO_INPUT, dollars("10"))
                .with(Part.CACHED_AUDIO, dollars("5"))
                .with(Part.IMAGE_INPUT, dollars("20"))
                .with(Part.VIDEO_INPUT, dollars("30"))
                .with(Part.AUDIO_OUTPUT, dollars("40"));
        Usage usage = new Usage(
                100,
                30,
                0,
                0,
                9,
                0,
                new Media(20, 10, 4),
                new Media(15, 5, 0),
                new Media(6, 0, 0),
                0,
                0,
                0,
                Unit.TOKEN,
                Source.PROVIDER);

        assertThat(of(rates).bill(usage).lines())
                .extracting(Bill.Line::part, Bill.Line::count)
                .containsExactly(
                        tuple(Part.INPUT, 44L),
                        tuple(Part.CACHED_INPUT, 20L),
                        tuple(Part.AUDIO_INPUT, 10L),
                        tuple(Part.CACHED_AUDIO, 10L),
                        tuple(Part.IMAGE_INPUT, 10L),
                        tuple(Part.VIDEO_INPUT, 6L),
                        tuple(Part.OUTPUT, 5L),
                        tuple(Part.AUDIO_OUTPUT, 4L));
        assertThat(of(rates).cost(usage)).isEqualTo(of(rates).bill(usage).nano());
        assertThat(of(rates).cost(usage))
                .isEqualTo(44_000 + 2_000 + 100_000 + 50_000 + 200_000 + 180_000 + 5_000 + 160_000);
    }

    @Test
    void aTierHoldsForTheWholeRequestOnceItsStartIsExceeded() {
        Rate input =
                new Rate(1_000_000_000, List.of(new Rate.Tier(200, 3_000_000_000L), new Rate.Tier(100, 2_000_000_000)));
        Price price = of(new Rates(Map.of(Part.INPUT, input)));

        assertThat(price.cost(Usage.ofTokens(100, 0, 0, 0))).isEqualTo(100_000);
        assertThat(price.cost(Usage.ofTokens(101, 90, 0, 0))).isEqualTo(202_000);
        assertThat(price.cost(Usage.ofTokens(201, 0, 0, 0))).isEqualTo(603_000);
    }

    @Test
    void namesNoCostForWhatHasNoPrice() {
        assertThat(price("1", null, null).cost(Usage.ofTokens(10, 0, 1, 0))).isNull();
        assertThat(price("1", null, null).cost(Usage.ofTokens(10, 0, 0, 0))).isEqualTo(10_000);
        assertThat(NOTHING.cost(Usage.ofTokens(1, 0, 0, 0))).isNull();
        assertThat(NOTHING.cost(Usage.NONE)).isZero();
        assertThat(price("1", "1", "1").cost(Usage.ofUnits(1, Unit.IMAGE, Source.PROVIDER)))
                .isNull();
        Usage searched =
                new Usage(1, 0, 0, 0, 0, 0, Media.NONE, Media.NONE, Media.NONE, 2, 5, 0, Unit.TOKEN, Source.PROVIDER);
        assertThat(price("1", null, null).cost(searched)).isNull();
        Rates rates = price("1", null, null).rates().with(Part.WEB_SEARCH, dollars("10"));
        assertThat(of(rates).cost(searched)).isEqualTo(20_001_000);
        assertThat(of(rates.with(Part.CITATION, dollars("2")).with(Part.REQUEST, dollars("0.005")))
                        .cost(searched))
                .isEqualTo(25_011_000);
    }

    @Test
    void chargesUnits() {
        Price price = of(Rates.ofDollars(null, null, null, new BigDecimal("0.000015")));

        assertThat(price.cost(Usage.ofUnits(6, Unit.CHARACTER, Source.PROVIDER)))
                .isEqualTo(90_000);
    }

    @Test
    void exchangesAtTheRateThatWasStored() {
        Price yuan = new Price(
                new UUID(0, 1),
                new Currency("CNY", 139_500_000),
                price("2", null, "8").rates());

        assertThat(yuan.cost(Usage.ofTokens(1_000_000, 0, 500_000, 0))).isEqualTo(837_000_000);
        assertThat(yuan.cost(Usage.ofTokens(1, 0, 0, 0))).isEqualTo(279);
        assertThatExceptionOfType(PriceException.class).isThrownBy(() -> new Currency("EUR", 1));
    }

    @Test
    void neverOverflowsInSilence() {
        Price price = of(new Rates(Map.of(Part.INPUT, Rate.of(Long.MAX_VALUE), Part.OUTPUT, Rate.of(Long.MAX_VALUE))));

        assertThat(price.cost(Usage.ofTokens(1, 0, 0, 0))).isEqualTo(9_223_372_036_855L);
        assertThat(price.cost(Usage.ofTokens(1_000_000_000, 0, 1_000_000_000, 0)))
                .isNull();
        assertThatExceptionOfType(PriceException.class).isThrownBy(() -> price("0.0000000001", null, null));
        assertThatExceptionOfType(PriceException.class).isThrownBy(() -> price("99999999999", null, null));
        assertThatExceptionOfType(PriceException.class).isThrownBy(() -> price("-1", null, null));
        assertThatExceptionOfType(PriceException.class).isThrownBy(() -> price("1e999999999", null, null));
    }

    @Test
    void countsThatContradictEachOtherAreNeverChargedTwiceNorBelowZero() {
        Random seeded = new Random(SEED);
        Price price = price("1", null, "1");
        for (int i = 0; i < 2_000; i++) {
            Usage usage = any(seeded);
            long input = Math.clamp(usage.inputTokens(), 0, Usage.MOST);

            assertThat(price.bill(usage).lines()).allMatch(line -> line.count() > 0);
            assertThat(price.bill(usage).lines().stream()
                            .filter(line -> line.part().isInput())
                            .mapToLong(Bill.Line::count)
                            .sum())
                    .isEqualTo(input);
        }
    }

    private static Usage any(Random random) {
        return new Usage(
                count(random),
                count(random),
                count(random),
                count(random),
                count(random),
                count(random),
                new Media(count(random), count(random), count(random)),
                new Media(count(random), count(random), count(random)),
                new Media(count(random), count(random), count(random)),
                0,
                0,
                0,
                Unit.TOKEN,
                Source.PROVIDER);
    }

    private static long count(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> -random.nextInt(100);
            case 1 -> Long.MAX_VALUE;
            default -> random.nextInt(1_000);
        };
    }
}

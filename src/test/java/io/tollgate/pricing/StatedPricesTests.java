package io.tollgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.chat.Usage;
import io.tollgate.dialect.StatedUsage;
import io.tollgate.dialect.StreamFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Usages that real providers stated, and what each stands for in tokens and in dollars: read by the gateway's own
 * readers and rated with the price list that comes with it. The project's own usages are always tried; many more lie
 * outside of the project, in the directory the system property or environment variable {@code tollgate.conformance}
 * names, or beside the project.
 */
class StatedPricesTests {

    private static final int STATED = 1057;
    private static final Instant MOMENT = Instant.parse("2026-08-21T12:00:00Z");
    private static final BigDecimal NANO_PER_MILLION = new BigDecimal("1000000000000000");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** A way in which a provider is spoken to: whose prices hold, and by which reader its usage is read. */
    private record Way(String vendor, String reader) {}

    private static final Map<String, Way> WAYS = Map.ofEntries(
            Map.entry("openai chat", new Way("openai", "openai")),
            Map.entry("openai responses", new Way("openai", "responses")),
            Map.entry("openai embeddings", new Way("openai", "embeddings")),
            Map.entry("anthropic default", new Way("anthropic", "anthropic")),
            Map.entry("google default", new Way("gemini", "gemini")),
            Map.entry("azure chat", new Way("azure", "openai")),
            Map.entry("azure responses", new Way("azure", "responses")),
            Map.entry("deepseek chat", new Way("deepseek", "openai")),
            Map.entry("groq default", new Way("groq", "openai")),
            Map.entry("mistral default", new Way("mistral", "openai")),
            Map.entry("openrouter chat", new Way("openrouter", "openai")),
            Map.entry("zhipuai chat", new Way("zhipu", "openai")));

    /** Counts that are read although the expectation leaves them out, and why; the price must be right all the same. */
    private static final Map<String, String> READ_BEYOND = Map.of(
            "cache_write_tokens",
            "written for OpenAI and OpenRouter only; every body in OpenAI's form is read by one rule",
            "cache_write_5m_tokens",
            "the rest of the written tokens, which is written for Anthropic only",
            "input_audio_tokens",
            "not written for DeepSeek, Mistral and Zhipu, which have no sound; one rule reads all");

    /** Counts that nothing is charged for, so that they are not kept. */
    private static final Set<String> NOT_KEPT = Set.of(
            "input_text_tokens",
            "output_text_tokens",
            "cache_text_read_tokens",
            "input_tool_tokens",
            "input_text_tool_tokens");

    private final PriceBook book = BundledPrices.book();
    private final List<String> wrong = new ArrayList<>();
    private int prices;

    private static Path file() {
        String named = System.getProperty("tollgate.conformance", System.getenv("TOLLGATE_CONFORMANCE"));
        Path answers = Path.of(named == null ? "../shared/conformance/provider-answers" : named);
        Path inside = answers.resolve("usages-half.json");
        return Files.exists(inside) ? inside : answers.resolveSibling("usages-half.json");
    }

    @Test
    void ownUsagesAreReadAndPricedRight() throws IOException {
        try (InputStream in = StatedPricesTests.class.getResourceAsStream("/usage/stated.json")) {
            judge(MAPPER.readTree(in));
        }

        assertThat(wrong).isEmpty();
        assertThat(prices).isGreaterThan(20);
    }

    @Test
    void manyRealUsagesAreReadAndPricedRight() throws IOException {
        assumeTrue(Files.exists(file()), "no usages in " + file().toAbsolutePath());

        judge(MAPPER.readTree(file()));

        LoggerFactory.getLogger(getClass())
                .info("{} stated prices reached, {} not", prices - wrong.size(), wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(prices).isGreaterThanOrEqualTo(STATED);
    }

    private void judge(JsonNode cases) throws StreamFormatException {
        for (JsonNode stated : cases) {
            for (JsonNode extracted : stated.path("extracted")) {
                for (JsonNode expected : extracted.path("extractors")) {
                    Way way = WAYS.get(expected.path("provider_id").asString() + " "
                            + expected.path("api_flavor").asString());
                    if (way != null) {
                        judge(stated, extracted.path("usage"), expected, way);
                    }
                }
            }
        }
    }

    private void judge(JsonNode stated, JsonNode counts, JsonNode expected, Way way) throws StreamFormatException {
        String name = stated.path("body").path("file").asString() + " by " + way;
        List<Usage> read = StatedUsage.of(way.reader(), stated.path("body"));
        if (!read.isEmpty() && read.stream().distinct().count() != 1) {
            wrong.add(name + ": readers disagree: " + read);
        }
        Usage usage = read.getFirst();
        compare(name, counts, usage);
        if (expected.has("input_price")) {
            prices++;
            String model = stated.path("model")
                    .asString(stated.path("body").path("modelVersion").asString(""));
            price(name + " " + model, expected, usage, way.vendor(), model);
        }
    }

    private void compare(String name, JsonNode expected, Usage usage) {
        Map<String, Long> read = counts(usage);
        expected.properties().forEach(entry -> {
            if (!NOT_KEPT.contains(entry.getKey())
                    && !Long.valueOf(entry.getValue().asLong()).equals(read.get(entry.getKey()))) {
                wrong.add(name + ": " + entry + " but read " + read);
            }
        });
        read.forEach((key, count) -> {
            if (count > 0 && !expected.has(key) && !READ_BEYOND.containsKey(key)) {
                wrong.add(name + ": read " + key + " " + count);
            }
        });
    }

    private static Map<String, Long> counts(Usage usage) {
        Map<String, Long> counts = new HashMap<>();
        counts.put("input_tokens", usage.inputTokens());
        counts.put("cache_read_tokens", usage.cachedTokens());
        counts.put("cache_write_tokens", usage.cacheWriteTokens());
        counts.put("cache_write_1h_tokens", usage.cacheWriteHourTokens());
        counts.put("cache_write_5m_tokens", usage.cacheWriteTokens() - usage.cacheWriteHourTokens());
        counts.put("output_tokens", usage.outputTokens());
        counts.put("output_reasoning_tokens", usage.reasoningTokens());
        counts.put("input_audio_tokens", usage.audio().input());
        counts.put("cache_audio_read_tokens", usage.audio().cached());
        counts.put("output_audio_tokens", usage.audio().output());
        counts.put("input_image_tokens", usage.image().input());
        counts.put("cache_image_read_tokens", usage.image().cached());
        counts.put("output_image_tokens", usage.image().output());
        counts.put("input_video_tokens", usage.video().input());
        counts.put("cache_video_read_tokens", usage.video().cached());
        counts.put("output_video_tokens", usage.video().output());
        counts.put("web_searches", usage.webSearches());
        return counts;
    }

    private void price(String name, JsonNode expected, Usage usage, String vendor, String model) {
        Price price = new Tariff(book.listed(vendor, "", model)).at(MOMENT);
        if (price == null) {
            wrong.add(name + ": no price");
            return;
        }
        Bill bill = price.bill(usage);
        BigDecimal input = exact(bill, Part::isInput);
        BigDecimal output = exact(bill, part -> !part.isInput() && part != Part.WEB_SEARCH);
        BigDecimal total = new BigDecimal(expected.path("total_price").asString("-1"));
        boolean right = input.compareTo(
                                new BigDecimal(expected.path("input_price").asString()))
                        == 0
                && output.compareTo(new BigDecimal(expected.path("output_price").asString())) == 0
                && (total.signum() < 0 || exact(bill, part -> true).compareTo(total) == 0)
                && exact(bill, part -> true)
                                .movePointRight(9)
                                .setScale(0, RoundingMode.HALF_UP)
                                .longValueExact()
                        == (bill.nano() == null ? -1 : bill.nano())
                && bill.lines().stream()
                                .mapToLong(line -> line.nano() == null ? 0 : line.nano())
                                .sum()
                        == bill.nano();
        if (!right) {
            wrong.add(name + ": " + input + " + " + output + ", expected " + expected + " of " + bill);
        }
    }

    private static BigDecimal exact(Bill bill, Predicate<Part> which) {
        return bill.lines().stream()
                .filter(line -> which.test(line.part()) && line.rate() != null)
                .map(line -> BigDecimal.valueOf(line.count())
                        .multiply(BigDecimal.valueOf(line.rate()))
                        .divide(NANO_PER_MILLION))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}

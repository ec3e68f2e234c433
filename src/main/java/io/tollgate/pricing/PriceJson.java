package io.tollgate.pricing;

import io.tollgate.pricing.Rate.Tier;
import io.tollgate.pricing.Schedule.Window;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prices as JSON, in the amounts people write: {@code {"input": 2.5, "output": {"base": 10, "tiers": [{"start": 200000,
 * "price": 15}]}, "windows": [{"start": "00:30", "end": "16:30", "rates": {...}}]}}.
 */
final class PriceJson {

    private static final int DEEPEST = 32;
    private static final int LONGEST_NUMBER = 60;
    private static final int LONGEST_TEXT = 100_000;

    /** Reads files of others, so it has narrow bounds; numbers stay exact. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PriceJson() {}

    /**
     * Reads one JSON value.
     *
     * @throws PriceException when it is none
     */
    static JsonNode tree(InputStream in) {
        try {
            return MAPPER.readTree(in);
        } catch (JacksonException e) {
            throw new PriceException("The file is not valid JSON, or nested too deeply: " + e.getOriginalMessage());
        }
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new PriceException("Not valid JSON: " + e.getOriginalMessage());
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    static String text(Schedule schedule) {
        ObjectNode node = write(schedule.rates());
        if (!schedule.windows().isEmpty()) {
            ArrayNode windows = node.putArray("windows");
            for (Window window : schedule.windows()) {
                windows.addObject()
                        .put("start", window.start().toString())
                        .put("end", window.end().toString())
                        .set("rates", write(window.rates()));
            }
        }
        return MAPPER.writeValueAsString(node);
    }

    private static ObjectNode write(Rates rates) {
        ObjectNode node = MAPPER.createObjectNode();
        rates.byPart().forEach((part, rate) -> {
            BigDecimal base = Amount.written(rate.base(), part);
            if (rate.tiers().isEmpty()) {
                node.put(part.label(), base);
                return;
            }
            ObjectNode tiered = node.putObject(part.label()).put("base", base);
            ArrayNode tiers = tiered.putArray("tiers");
            rate.tiers()
                    .forEach(tier -> tiers.addObject()
                            .put("start", tier.above())
                            .put("price", Amount.written(tier.price(), part)));
        });
        return node;
    }

    /**
     * Reads what {@link #text(Schedule)} wrote.
     *
     * @throws PriceException when it says something else
     */
    static Schedule schedule(JsonNode node) {
        Map<Part, Rate> rates = new EnumMap<>(Part.class);
        List<Window> windows = new ArrayList<>();
        if (!node.isObject()) {
            throw new PriceException("A price is an object with rates");
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (member.getKey().equals("windows")) {
                member.getValue().forEach(window -> windows.add(window(window)));
            } else {
                Part part = Part.named(member.getKey())
                        .orElseThrow(() -> new PriceException("Nothing can be charged for '" + member.getKey() + "'"));
                rates.put(part, rate(member.getValue(), part));
            }
        }
        return new Schedule(new Rates(rates), windows);
    }

    static Window window(JsonNode node) {
        try {
            return new Window(
                    LocalTime.parse(node.path("start").asString("")),
                    LocalTime.parse(node.path("end").asString("")),
                    schedule(node.path("rates")).rates());
        } catch (DateTimeException e) {
            throw new PriceException("A window has a start and an end like 08:30");
        }
    }

    /**
     * A number, or a base with tiers.
     *
     * @throws PriceException when it is neither
     */
    static Rate rate(JsonNode node, Part part) {
        if (!node.isObject()) {
            return Rate.of(amount(node, part));
        }
        List<Tier> tiers = new ArrayList<>();
        for (JsonNode tier : node.path("tiers")) {
            JsonNode start = tier.path("start");
            if (!start.isIntegralNumber() || !start.canConvertToLong()) {
                throw new PriceException(part.label() + ": a tier starts at a number of tokens");
            }
            tiers.add(new Tier(start.longValue(), amount(tier.path("price"), part)));
        }
        return new Rate(amount(node.path("base"), part), tiers);
    }

    private static long amount(JsonNode node, Part part) {
        if (!node.isNumber() || node.isFloat() || node.isDouble() && !Double.isFinite(node.doubleValue())) {
            throw new PriceException(part.label() + " is not a number");
        }
        return Amount.nearest(node.decimalValue(), part);
    }
}

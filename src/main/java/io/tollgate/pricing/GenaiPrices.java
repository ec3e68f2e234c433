package io.tollgate.pricing;

import io.tollgate.pricing.Schedule.Window;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the data of genai-prices: providers with rules for their models, dollars for a million, dates and hours. */
final class GenaiPrices {

    private static final BigDecimal THOUSANDTH = new BigDecimal("0.001");

    private static final Map<String, Part> FIELDS = Map.ofEntries(
            Map.entry("input_mtok", Part.INPUT),
            Map.entry("cache_read_mtok", Part.CACHED_INPUT),
            Map.entry("cache_write_mtok", Part.CACHE_WRITE),
            Map.entry("cache_write_1h_mtok", Part.CACHE_WRITE_HOUR),
            Map.entry("output_mtok", Part.OUTPUT),
            Map.entry("output_reasoning_mtok", Part.REASONING),
            Map.entry("output_citation_mtok", Part.CITATION),
            Map.entry("input_audio_mtok", Part.AUDIO_INPUT),
            Map.entry("cache_audio_read_mtok", Part.CACHED_AUDIO),
            Map.entry("output_audio_mtok", Part.AUDIO_OUTPUT),
            Map.entry("input_image_mtok", Part.IMAGE_INPUT),
            Map.entry("cache_image_read_mtok", Part.CACHED_IMAGE),
            Map.entry("output_image_mtok", Part.IMAGE_OUTPUT),
            Map.entry("input_video_mtok", Part.VIDEO_INPUT),
            Map.entry("output_video_mtok", Part.VIDEO_OUTPUT),
            Map.entry("requests_kcount", Part.REQUEST),
            Map.entry("web_searches_kcount", Part.WEB_SEARCH));

    private GenaiPrices() {}

    static boolean isIn(JsonNode file) {
        return file.isArray()
                && file.valueStream()
                        .anyMatch(provider -> provider.path("models").isArray());
    }

    static void read(JsonNode file, String origin, LocalDate asOf, ListReading to) {
        for (JsonNode provider : file) {
            String id = provider.path("id").asString("");
            for (JsonNode model : provider.path("models")) {
                String where = id + " " + model.path("id").asString("");
                to.entry(where, () -> {
                    String vendor = ImportedVendors.here(id);
                    ModelMatch match = match(where, model.path("match"));
                    return terms(where, model.path("prices"), to).stream()
                            .map(terms -> new ListedPrice(vendor, match, terms, origin, asOf))
                            .toList();
                });
                dated(model.path("prices")).stream()
                        .flatMap(dated -> dated.path("prices").propertyNames().stream())
                        .filter(field -> !FIELDS.containsKey(field))
                        .distinct()
                        .forEach(to::unread);
            }
        }
    }

    private static List<JsonNode> dated(JsonNode prices) {
        return prices.isArray() ? prices.valueStream().toList() : List.of(wrapped(prices));
    }

    private static ModelMatch match(String where, JsonNode match) {
        try {
            return ModelMatch.read(match);
        } catch (PriceException e) {
            throw new PriceException(where + ": " + e.getMessage());
        }
    }

    private static List<Terms> terms(String where, JsonNode prices, ListReading to) {
        List<Terms> terms = new ArrayList<>();
        for (JsonNode dated : dated(prices)) {
            JsonNode constraint = dated.path("constraint");
            Rates rates = fields(where, dated.path("prices")).rates(to::unread);
            if (constraint.has("start_time") && !terms.isEmpty()) {
                terms.add(opened(terms.removeLast(), window(where, constraint, rates)));
            } else {
                Instant from = from(where, constraint.path("start_date"));
                if (from != null && !terms.isEmpty()) {
                    terms.add(ended(terms.removeLast(), from));
                }
                terms.add(new Terms(Currency.USD, Schedule.of(rates), from, null));
            }
        }
        return terms.stream().filter(said -> !said.isEmpty()).toList();
    }

    private static JsonNode wrapped(JsonNode prices) {
        return PriceJson.object().set("prices", prices);
    }

    private static Terms ended(Terms before, Instant until) {
        return new Terms(before.currency(), before.schedule(), before.from(), until);
    }

    private static Terms opened(Terms before, Window window) {
        List<Window> windows = new ArrayList<>(before.schedule().windows());
        windows.add(window);
        return new Terms(
                before.currency(), new Schedule(before.schedule().rates(), windows), before.from(), before.until());
    }

    private static PriceFields fields(String where, JsonNode prices) {
        PriceFields fields = new PriceFields(where);
        FIELDS.forEach((field, part) -> {
            JsonNode price = prices.path(field);
            BigDecimal times = part == Part.REQUEST ? THOUSANDTH : BigDecimal.ONE;
            fields.base(part, price.isObject() ? price.path("base") : price, times);
            for (JsonNode tier : price.path("tiers")) {
                fields.tier(part, PriceFields.start(where, tier.path("start")), tier.path("price"), times);
            }
        });
        return fields;
    }

    private static Window window(String where, JsonNode constraint, Rates rates) {
        return new Window(time(where, constraint.path("start_time")), time(where, constraint.path("end_time")), rates);
    }

    private static LocalTime time(String where, JsonNode time) {
        try {
            return OffsetTime.parse(time.asString(""))
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toLocalTime();
        } catch (DateTimeException e) {
            throw new PriceException(where + ": hours are written like 08:30:00Z");
        }
    }

    private static @Nullable Instant from(String where, JsonNode date) {
        try {
            return date.isMissingNode()
                    ? null
                    : LocalDate.parse(date.asString(""))
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException e) {
            throw new PriceException(where + ": dates are written like 2026-08-21");
        }
    }
}

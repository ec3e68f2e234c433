package io.tollgate.pricing;

import io.tollgate.pricing.ImportPreview.Reason;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads LiteLLM's {@code model_prices_and_context_window.json}: models by name, with dollars for one token. */
final class LiteLlmPrices {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final Pattern LONG = Pattern.compile("(.+)_above_([0-9]{1,6})k_tokens");
    private static final Set<String> IN_UNITS =
            Set.of("image_generation", "image_edit", "audio_transcription", "audio_speech", "video_generation");

    private static final Map<String, Part> TOKENS = Map.ofEntries(
            Map.entry("input_cost_per_token", Part.INPUT),
            Map.entry("cache_read_input_token_cost", Part.CACHED_INPUT),
            Map.entry("cache_creation_input_token_cost", Part.CACHE_WRITE),
            Map.entry("cache_creation_input_token_cost_above_1hr", Part.CACHE_WRITE_HOUR),
            Map.entry("output_cost_per_token", Part.OUTPUT),
            Map.entry("output_cost_per_reasoning_token", Part.REASONING),
            Map.entry("input_cost_per_audio_token", Part.AUDIO_INPUT),
            Map.entry("cache_read_input_audio_token_cost", Part.CACHED_AUDIO),
            Map.entry("output_cost_per_audio_token", Part.AUDIO_OUTPUT),
            Map.entry("input_cost_per_image_token", Part.IMAGE_INPUT),
            Map.entry("cache_read_input_image_token_cost", Part.CACHED_IMAGE),
            Map.entry("output_cost_per_image_token", Part.IMAGE_OUTPUT),
            Map.entry("citation_cost_per_token", Part.CITATION));

    private static final List<String> UNITS = List.of(
            "output_cost_per_image",
            "input_cost_per_image",
            "input_cost_per_second",
            "output_cost_per_second",
            "input_cost_per_character",
            "output_cost_per_character");

    /** Shows how entries are written, and is none. */
    private static final String SAMPLE = "sample_spec";

    private static final Set<String> READ = Set.of("search_context_cost_per_query");

    private LiteLlmPrices() {}

    static boolean isIn(JsonNode file) {
        return file.isObject()
                && file.valueStream()
                        .anyMatch(entry -> entry.path("litellm_provider").isString());
    }

    static void read(JsonNode file, String origin, LocalDate asOf, ListReading to) {
        for (Map.Entry<String, JsonNode> entry : file.properties()) {
            String provider = entry.getValue().path("litellm_provider").asString("");
            if (entry.getKey().equals(SAMPLE)) {
                to.skip(SAMPLE, Reason.EXAMPLE, null);
            } else if (provider.isEmpty()) {
                to.skip(entry.getKey(), Reason.NO_VENDOR, null);
            } else {
                to.entry(entry.getKey(), () -> {
                    Rates rates = fields(entry.getKey(), entry.getValue()).rates(to::unread);
                    ModelMatch match = ModelMatch.name(name(entry.getKey(), provider));
                    return ListedPrice.ofRates(ImportedVendors.here(provider), match, rates, origin, asOf);
                });
                unread(entry.getValue()).forEach(to::unread);
            }
        }
    }

    /** What stands for money and is not looked at. */
    private static List<String> unread(JsonNode entry) {
        boolean inUnits = isInUnits(entry);
        return entry.propertyNames().stream()
                .filter(field -> field.contains("cost") && !READ.contains(field) && !TOKENS.containsKey(field))
                .filter(field -> !inUnits || !UNITS.contains(field))
                .filter(field -> {
                    Matcher tier = LONG.matcher(field);
                    return !tier.matches() || !TOKENS.containsKey(tier.group(1));
                })
                .toList();
    }

    private static boolean isInUnits(JsonNode entry) {
        return IN_UNITS.contains(entry.path("mode").asString(""));
    }

    /** Some names begin with the provider's, which is not part of what the provider calls the model. */
    private static String name(String key, String provider) {
        return key.startsWith(provider + "/") ? key.substring(provider.length() + 1) : key;
    }

    private static PriceFields fields(String model, JsonNode entry) {
        PriceFields fields = new PriceFields(model);
        List<JsonNode> ranges = entry.path("tiered_pricing")
                .valueStream()
                .filter(tier -> tier.path("range").isArray())
                .toList();
        for (JsonNode tier : ranges) {
            tier(fields, PriceFields.start(model, tier.path("range").path(0)), tier);
        }
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            Part part = TOKENS.get(field.getKey());
            Matcher tier = LONG.matcher(field.getKey());
            if (part != null) {
                fields.base(part, field.getValue(), MILLION);
            } else if (ranges.isEmpty() && tier.matches() && TOKENS.get(tier.group(1)) instanceof Part above) {
                fields.tier(above, Long.parseLong(tier.group(2)) * 1_000, field.getValue(), MILLION);
            }
        }
        if (isInUnits(entry)) {
            UNITS.forEach(field -> fields.base(Part.UNIT, entry.path(field), BigDecimal.ONE));
        }
        JsonNode searches = entry.path("search_context_cost_per_query");
        fields.base(Part.WEB_SEARCH, searches.path("search_context_size_medium"), THOUSAND);
        return fields;
    }

    /** What is asked in requests of a range of lengths; the shortest go before what stands outside of all ranges. */
    private static void tier(PriceFields fields, long above, JsonNode tier) {
        TOKENS.forEach((field, part) -> {
            if (above == 0) {
                fields.base(part, tier.path(field), MILLION);
            } else {
                fields.tier(part, above, tier.path(field), MILLION);
            }
        });
    }
}

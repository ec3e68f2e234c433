package io.tollgate.pricing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads models.dev's {@code api.json}: providers with their models, and dollars for a million tokens. */
final class ModelsDevPrices {

    /** Where older files say no size. */
    private static final long LONG = 200_000;

    private static final Map<String, Part> FIELDS = Map.of(
            "input", Part.INPUT,
            "cache_read", Part.CACHED_INPUT,
            "cache_write", Part.CACHE_WRITE,
            "output", Part.OUTPUT,
            "reasoning", Part.REASONING,
            "input_audio", Part.AUDIO_INPUT,
            "output_audio", Part.AUDIO_OUTPUT);

    private static final Set<String> TIERS = Set.of("tiers", "context_over_200k");

    private ModelsDevPrices() {}

    static boolean isIn(JsonNode file) {
        return file.isObject()
                && file.valueStream()
                        .anyMatch(provider -> provider.path("models").isObject());
    }

    static void read(JsonNode file, String origin, LocalDate asOf, ListReading to) {
        for (Map.Entry<String, JsonNode> provider : file.properties()) {
            for (Map.Entry<String, JsonNode> model :
                    provider.getValue().path("models").properties()) {
                String where = provider.getKey() + " " + model.getKey();
                JsonNode cost = model.getValue().path("cost");
                to.entry(where, () -> {
                    Rates rates = fields(where, cost).rates(to::unread);
                    ModelMatch match = ModelMatch.name(model.getKey());
                    String vendor = ImportedVendors.here(provider.getKey());
                    return ListedPrice.ofRates(vendor, match, rates, origin, asOf);
                });
                cost.propertyNames().stream().filter(field -> !isRead(field)).forEach(to::unread);
            }
        }
    }

    private static boolean isRead(String field) {
        return FIELDS.containsKey(field) || TIERS.contains(field);
    }

    private static PriceFields fields(String where, JsonNode cost) {
        PriceFields fields = new PriceFields(where);
        FIELDS.forEach((field, part) -> fields.base(part, cost.path(field), BigDecimal.ONE));
        List<JsonNode> tiers = cost.path("tiers")
                .valueStream()
                .filter(tier -> tier.path("tier").path("type").asString("").equals("context"))
                .toList();
        for (JsonNode tier : tiers) {
            tier(fields, PriceFields.start(where, tier.path("tier").path("size")), tier);
        }
        if (tiers.isEmpty()) {
            tier(fields, LONG, cost.path("context_over_200k"));
        }
        return fields;
    }

    private static void tier(PriceFields fields, long above, JsonNode cost) {
        FIELDS.forEach((field, part) -> fields.tier(part, above, cost.path(field), BigDecimal.ONE));
    }
}

package io.tollgate.pricing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private ModelsDevPrices() {}

    static boolean isIn(JsonNode file) {
        return file.isObject()
                && file.valueStream()
                        .anyMatch(provider -> provider.path("models").isObject());
    }

    static List<ListedPrice> read(JsonNode file, String origin, LocalDate asOf) {
        List<ListedPrice> prices = new ArrayList<>();
        for (Map.Entry<String, JsonNode> provider : file.properties()) {
            String vendor = ImportedVendors.here(provider.getKey());
            for (Map.Entry<String, JsonNode> model :
                    provider.getValue().path("models").properties()) {
                Rates rates = rates(
                        provider.getKey() + " " + model.getKey(),
                        model.getValue().path("cost"));
                if (!rates.isEmpty()) {
                    ModelMatch match = ModelMatch.name(model.getKey());
                    prices.add(new ListedPrice(vendor, match, Terms.of(rates), origin, asOf));
                }
            }
        }
        return prices;
    }

    private static Rates rates(String where, JsonNode cost) {
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
        return fields.rates();
    }

    private static void tier(PriceFields fields, long above, JsonNode cost) {
        FIELDS.forEach((field, part) -> fields.tier(part, above, cost.path(field), BigDecimal.ONE));
    }
}

package io.tollgate.provider;

import io.tollgate.provider.Preset.KnownModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the models of a definition: names, limits, what they can do, and prices. */
final class PresetModels {

    private static final Pattern NAME = Pattern.compile("\\P{C}{1,200}");
    private static final Pattern DESCRIPTION = Pattern.compile("\\P{C}{0,2000}");
    private static final int MOST_TOKENS = 1_000_000_000;
    private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000);

    private final Remarks remarks;

    PresetModels(Remarks remarks) {
        this.remarks = remarks;
    }

    List<KnownModel> read(JsonNode list) {
        List<KnownModel> models = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode node : list) {
            KnownModel model = model(node);
            if (names.add(model.name())) {
                models.add(model);
            } else {
                remarks.add("the model " + Remarks.quoted(model.name()) + " is there twice; the first one counts");
            }
        }
        return List.copyOf(models);
    }

    private KnownModel model(JsonNode node) {
        String name = PresetReader.matching(PresetReader.required(node, "name"), NAME, "models.name");
        Map<Capability, Boolean> abilities = abilities(node.path("capabilities"), name);
        return new KnownModel(
                name,
                PresetReader.matching(node.path("display_name").asString(name), NAME, "models.display_name"),
                PresetReader.matching(node.path("description").asString(""), DESCRIPTION, "models.description"),
                abilities,
                tokens(name, first(node, "context_window", "capabilities", "context_window", "context_length")),
                tokens(name, first(node, "max_output_tokens", "limits", "max_tokens", "max_tokens")),
                price(node, "input_price", "input", name),
                price(node, "output_price", "output", name));
    }

    /** A member, or one of two names inside another member. */
    private static JsonNode first(JsonNode model, String own, String part, String name, String otherName) {
        JsonNode inside = model.path(part).path(name);
        JsonNode otherwise = inside.isMissingNode() ? model.path(part).path(otherName) : inside;
        return model.has(own) ? model.path(own) : otherwise;
    }

    private @Nullable Integer tokens(String model, JsonNode count) {
        if (count.isMissingNode() || count.isNull()) {
            return null;
        }
        if (count.isIntegralNumber() && count.canConvertToInt() && count.asInt() > 0 && count.asInt() <= MOST_TOKENS) {
            return count.asInt();
        }
        remarks.add("a number of tokens of the model " + Remarks.quoted(model) + " is not one, and not used");
        return null;
    }

    /** A list of words, or an object that says of each word whether it is so. */
    private Map<Capability, Boolean> abilities(JsonNode node, String model) {
        Map<Capability, Boolean> abilities = new EnumMap<>(Capability.class);
        if (node.isArray()) {
            node.forEach(word -> note(abilities, word.asString(""), true));
        } else if (node.isObject()) {
            node.properties().forEach(entry -> {
                if (entry.getValue().isBoolean()) {
                    note(abilities, entry.getKey(), entry.getValue().asBoolean());
                } else if (!entry.getKey().matches("context_window|context_length|max_tokens")) {
                    remarks.add("the capability " + Remarks.quoted(entry.getKey()) + " is neither true nor false");
                }
            });
        } else if (!node.isMissingNode() && !node.isNull()) {
            remarks.add("the capabilities of the model " + Remarks.quoted(model) + " are neither an object nor a list");
        }
        return abilities;
    }

    private void note(Map<Capability, Boolean> abilities, String word, boolean able) {
        Capability.named(word)
                .ifPresentOrElse(
                        capability -> abilities.put(capability, able),
                        () -> remarks.add("the capability " + Remarks.quoted(word) + " is not known, and not used"));
    }

    /** US dollars per million tokens, from a price list or from a cost per thousand. */
    private @Nullable BigDecimal price(JsonNode model, String listed, String cost, String name) {
        JsonNode pricing = model.path("pricing");
        JsonNode perThousand = model.path("cost_per_1k_tokens").path(cost);
        JsonNode price = pricing.path(listed);
        if (price.isMissingNode() || price.isNull()) {
            return usable(perThousand, name) ? perThousand.decimalValue().movePointRight(3) : null;
        }
        if (!pricing.path("currency").asString("USD").equalsIgnoreCase("USD")) {
            remarks.add("prices that are not in US dollars are not used");
            return null;
        }
        if (!usable(price, name)) {
            return null;
        }
        return isPerThousand(pricing.path("billing_unit").asString("1M"))
                ? price.decimalValue().movePointRight(3)
                : price.decimalValue();
    }

    private static boolean isPerThousand(String billingUnit) {
        String unit = billingUnit.toLowerCase(Locale.ROOT);
        return unit.contains("k") && !unit.contains("m") || unit.contains("1000 ") || unit.endsWith("1000");
    }

    private boolean usable(JsonNode price, String model) {
        if (price.isMissingNode() || price.isNull()) {
            return false;
        }
        boolean sound = price.isNumber()
                && price.decimalValue().signum() >= 0
                && price.decimalValue().compareTo(DEAREST) <= 0;
        if (!sound) {
            remarks.add("a price of the model " + Remarks.quoted(model) + " is not a price, and not used");
        }
        return sound;
    }
}

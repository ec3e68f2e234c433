package io.tollgate.provider;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Checks which members a definition has and of which type they are, before it is read: a wrong type is an error, and
 * what nothing reads is named, since whoever wrote it expects something of it.
 */
final class PresetShape {

    private static final int MOST = 1_000;

    private static final Map<String, Type> PRESET = Map.ofEntries(
            entry("provider", Type.TEXT),
            entry("name", Type.TEXT),
            entry("display_name", Type.TEXT),
            entry("description", Type.TEXT),
            entry("base_url", Type.TEXT),
            entry("base_version", Type.TEXT),
            entry("auth_type", Type.TEXT),
            entry("request_format", Type.TEXT),
            entry("response_format", Type.TEXT),
            entry("path", Type.TEXT),
            entry("query", Type.TEXT),
            entry("endpoints", Type.LIST),
            entry("headers", Type.OBJECT),
            entry("options", Type.LIST),
            entry("quirks", Type.LIST),
            entry("icon", Type.TEXT),
            entry("website", Type.TEXT),
            entry("documentation", Type.TEXT),
            entry("models", Type.LIST),
            entry("models_from", Type.TEXT));

    private static final Map<String, Type> OPTION = Map.of("name", Type.TEXT, "default", Type.TEXT);

    private static final Map<String, Type> MODEL = Map.ofEntries(
            entry("name", Type.TEXT),
            entry("display_name", Type.TEXT),
            entry("description", Type.TEXT),
            entry("context_window", Type.ANY),
            entry("max_output_tokens", Type.ANY),
            entry("capabilities", Type.ANY),
            entry("limits", Type.OBJECT),
            entry("pricing", Type.OBJECT),
            entry("cost_per_1k_tokens", Type.OBJECT));

    private static final Map<String, Map<String, Type>> PARTS_OF_MODEL = Map.of(
            "limits", Map.of("max_tokens", Type.ANY),
            "pricing",
                    Map.of(
                            "input_price", Type.ANY,
                            "output_price", Type.ANY,
                            "currency", Type.ANY,
                            "billing_unit", Type.ANY),
            "cost_per_1k_tokens", Map.of("input", Type.ANY, "output", Type.ANY));

    private final Set<String> unread = new TreeSet<>();

    private PresetShape() {}

    private enum Type {
        TEXT("text"),
        LIST("a list"),
        OBJECT("an object"),
        ANY("anything");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        boolean holds(JsonNode node) {
            return switch (this) {
                case TEXT -> node.isString();
                case LIST -> node.isArray();
                case OBJECT -> node.isObject();
                case ANY -> true;
            };
        }
    }

    /** @throws IllegalArgumentException when a member has the wrong type */
    static void check(JsonNode tree, Remarks remarks) {
        PresetShape shape = new PresetShape();
        if (!tree.isObject()) {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        shape.members(tree, PRESET, "");
        shape.each(tree, "options", OPTION);
        shape.each(tree, "models", MODEL);
        for (JsonNode model : tree.path("models")) {
            PARTS_OF_MODEL.forEach((part, known) -> shape.members(model.path(part), known, "models." + part + "."));
        }
        if (!shape.unread.isEmpty()) {
            remarks.add("these members are not used: " + Remarks.quoted(shape.unread));
        }
    }

    private void each(JsonNode tree, String list, Map<String, Type> known) {
        if (tree.path(list).size() > MOST) {
            throw new IllegalArgumentException("'" + list + "' holds more than " + MOST);
        }
        for (JsonNode element : tree.path(list)) {
            if (!element.isObject()) {
                throw new IllegalArgumentException("'" + list + "' must be a list of objects");
            }
            members(element, known, list + ".");
        }
    }

    private void members(JsonNode object, Map<String, Type> known, String before) {
        object.properties().forEach(member -> {
            Type type = known.get(member.getKey());
            if (member.getValue().isNull()) {
                return; // as if it were not there
            }
            if (type == null) {
                unread.add(before + member.getKey());
            } else if (!type.holds(member.getValue())) {
                throw new IllegalArgumentException("'" + before + member.getKey() + "' must be " + type.words);
            }
        });
    }
}

package io.tollgate.dialect;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Google's own kind of schema, which is near to JSON schema, made into that. */
final class GeminiSchema {

    private static final Map<String, String> NAMES = Map.of(
            "any_of", "anyOf",
            "max_items", "maxItems",
            "min_items", "minItems",
            "max_length", "maxLength",
            "min_length", "minLength",
            "max_properties", "maxProperties",
            "min_properties", "minProperties",
            "additional_properties", "additionalProperties");
    private static final Set<String> COUNTS =
            Set.of("maxItems", "minItems", "maxLength", "minLength", "maxProperties", "minProperties");

    private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");

    /** What JSON schema does not know, or what is said otherwise there. */
    private static final Set<String> LEFT_OUT =
            Set.of("nullable", "propertyOrdering", "property_ordering", "example", "type", "enum");

    private GeminiSchema() {}

    static JsonNode toJsonSchema(JsonNode schema) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode result = Json.object();
        boolean nullable = schema.path("nullable").asBoolean(false);
        type(schema.path("type"), nullable, result);
        schema.properties().forEach(member -> {
            if (!LEFT_OUT.contains(member.getKey())) {
                member(NAMES.getOrDefault(member.getKey(), member.getKey()), member.getValue(), result);
            }
        });
        if (schema.path("enum").isArray()) {
            ArrayNode words = result.putArray("enum").addAll((ArrayNode) schema.get("enum"));
            if (nullable) {
                words.addNull();
            }
        }
        return result;
    }

    private static void type(JsonNode type, boolean nullable, ObjectNode result) {
        if (type.isArray()) {
            result.set("type", type);
            return;
        }
        String word = type.asString("").toLowerCase(Locale.ROOT);
        if (word.isEmpty() || word.equals("type_unspecified")) {
            return;
        }
        if (nullable) {
            result.putArray("type").add(word).add("null");
        } else {
            result.put("type", word);
        }
    }

    private static void member(String name, JsonNode value, ObjectNode result) {
        if (name.equals("properties") && value.isObject()) {
            ObjectNode properties = result.putObject(name);
            value.properties().forEach(member -> properties.set(member.getKey(), toJsonSchema(member.getValue())));
        } else if (LISTS.contains(name) && value.isArray()) {
            ArrayNode list = result.putArray(name);
            value.forEach(schema -> list.add(toJsonSchema(schema)));
        } else if (COUNTS.contains(name) && value.isString()) {
            result.put(name, value.asLong(0));
        } else {
            result.set(name, value.isObject() && !name.equals("default") ? toJsonSchema(value) : value);
        }
    }
}

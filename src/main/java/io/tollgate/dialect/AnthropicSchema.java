package io.tollgate.dialect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON schemas as Anthropic wants them: every object says that it has no other members. */
final class AnthropicSchema {

    private AnthropicSchema() {}

    /** A schema for the answer. */
    static JsonNode closed(JsonNode schema) {
        return switch (schema) {
            case ObjectNode object -> closed(object);
            case ArrayNode list -> {
                ArrayNode copy = Json.array();
                list.forEach(item -> copy.add(closed(item)));
                yield copy;
            }
            default -> schema;
        };
    }

    private static ObjectNode closed(ObjectNode object) {
        ObjectNode copy = Json.object();
        object.properties().forEach(member -> copy.set(member.getKey(), closed(member.getValue())));
        if (copy.path("type").asString("").equals("object") && !copy.has("additionalProperties")) {
            copy.put("additionalProperties", false);
        }
        return copy;
    }

    /** A schema of a tool's arguments, which must be an object. */
    static ObjectNode ofArguments(JsonNode parameters) {
        ObjectNode schema = Json.object().put("type", "object");
        if (parameters instanceof ObjectNode given) {
            schema.setAll(given);
        }
        if (!schema.path("type").asString("").equals("object")) {
            schema.put("type", "object");
        }
        return schema;
    }
}

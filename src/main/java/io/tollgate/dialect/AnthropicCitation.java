package io.tollgate.dialect;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A citation of the text that was written last: travels as the delta Anthropic streams it in. */
final class AnthropicCitation {

    static final String DELTA = "citations_delta";

    private AnthropicCitation() {}

    static ObjectNode delta(JsonNode citation) {
        ObjectNode delta = Json.object().put("type", DELTA);
        delta.set("citation", citation);
        return delta;
    }

    /** The citation in a part of an answer, if it is one. */
    static @Nullable JsonNode in(JsonNode block) {
        return block.path("type").asString("").equals(DELTA) ? block.get("citation") : null;
    }
}

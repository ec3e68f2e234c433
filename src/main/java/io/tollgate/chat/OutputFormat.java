package io.tollgate.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the answer's text must be, when not just text. */
public sealed interface OutputFormat {

    /** Some JSON object. */
    record Json() implements OutputFormat {}

    /** JSON that follows a schema. */
    record JsonSchema(
            String name,
            @Nullable String description,
            JsonNode schema,
            @Nullable Boolean strict) implements OutputFormat {}
}

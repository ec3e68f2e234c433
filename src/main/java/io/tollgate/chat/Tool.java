package io.tollgate.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a model may call. */
public sealed interface Tool {

    /**
     * A function of the client's.
     *
     * @param parameters JSON schema of the arguments; absent when it takes none
     * @param strict whether arguments must follow the schema exactly
     * @param cache Anthropic's {@code cache_control}, where the client set one
     */
    record Function(
            String name,
            @Nullable String description,
            @Nullable JsonNode parameters,
            @Nullable Boolean strict,
            @Nullable JsonNode cache)
            implements Tool {}

    /** A tool the provider runs itself, such as a web search: known to its own dialect only. */
    record OfProvider(String dialect, JsonNode definition) implements Tool {}
}

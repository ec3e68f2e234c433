package io.tollgate.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A part of a message. */
public sealed interface Content {

    record Text(String text) implements Content {}

    /** @param detail how closely to look: {@code low}, {@code high}, {@code auto} */
    record Image(Media media, @Nullable String detail) implements Content {}

    /** A file to read, such as a PDF. */
    record Document(Media media, @Nullable String name) implements Content {}

    /**
     * Sound.
     *
     * @param format e.g. {@code wav}, {@code mp3}
     */
    record Audio(String format, String base64) implements Content {}

    /**
     * A call the model wants made.
     *
     * @param arguments a JSON object as text; never empty
     * @param seal what the provider wants back with it
     */
    record ToolCall(
            String id,
            String name,
            String arguments,
            @Nullable Seal seal) implements Content {}

    /**
     * What a tool answered.
     *
     * @param callId id of the call it answers
     * @param name the tool's name, where the dialect says it
     */
    record ToolResult(String callId, @Nullable String name, List<Content> content, boolean failed) implements Content {}

    /** Thinking, shown; sealed where the provider wants it back unchanged. */
    record Thinking(String text, @Nullable Seal seal) implements Content {}

    /** The model's refusal to answer. */
    record Refusal(String text) implements Content {}

    /** What stands before this may be cached by the provider; the marker as Anthropic writes {@code cache_control}. */
    record CachePoint(JsonNode marker) implements Content {}

    /** A part only one dialect knows. */
    record Opaque(String dialect, JsonNode block) implements Content {}
}

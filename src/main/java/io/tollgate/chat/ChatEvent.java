package io.tollgate.chat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What happens in an answer, in no dialect. A whole answer is the same events at once. Of each choice, the parts come
 * in their order: text, thinking and calls are never written into a part that another one has followed.
 */
public sealed interface ChatEvent {

    /** The answer begins. Comes once, first. */
    record Started(String id, String model) implements ChatEvent {}

    record TextDelta(int choice, String text) implements ChatEvent {}

    record ThinkingDelta(int choice, String text) implements ChatEvent {}

    /** The thinking so far is sealed: it comes back to the provider with this, or not at all. */
    record ThinkingSealed(int choice, Seal seal) implements ChatEvent {}

    /**
     * A tool is called. Deltas of its arguments follow, before the next call begins or, where a provider mixes them,
     * after.
     *
     * @param index counts the calls of a choice, from 0 and without gaps
     */
    record ToolCallStarted(
            int choice,
            int index,
            String id,
            String name,
            @Nullable Seal seal) implements ChatEvent {}

    /** More of a call's arguments, which are JSON in the end; a call without any has none. */
    record ToolCallDelta(int choice, int index, String arguments) implements ChatEvent {}

    record RefusalDelta(int choice, String text) implements ChatEvent {}

    /** What only one dialect knows: signatures, redacted thinking, a server's own tools, token probabilities. */
    record Opaque(int choice, String dialect, JsonNode block) implements ChatEvent {}

    /**
     * A choice has ended. Comes once for each, after all of its parts.
     *
     * @param stop the stop sequence that came, where the provider says which
     */
    record Finished(
            int choice, FinishReason reason, @Nullable String stop) implements ChatEvent {

        public Finished(int choice, FinishReason reason) {
            this(choice, reason, null);
        }
    }

    /** What was used, so far or in the end: the last one counts. */
    record UsageReported(Usage usage) implements ChatEvent {}

    /**
     * The provider failed.
     *
     * @param raw its own words, as JSON; not fit for callers
     */
    record Failed(String raw) implements ChatEvent {}
}

package io.tollgate.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an answer says, as a provider's recording has it or as a client reads it.
 *
 * @param thinking absent where the reader cannot see it
 * @param usage absent where nothing is said
 */
record Said(
        String text,
        @Nullable String thinking,
        List<Call> calls,
        End end,
        @Nullable Tokens usage) {

    /** Why an answer ends, as far as all dialects can tell. */
    enum End {
        STOP,
        LENGTH,
        TOOLS,
        FILTER
    }

    record Call(String name, JsonNode arguments) {

        /** @param arguments JSON as text; empty for none */
        static Call of(String name, String arguments) {
            JsonNode tree = Json.treeOrNull(arguments.isBlank() ? "{}" : arguments);
            if (tree == null) {
                throw new IllegalArgumentException("The arguments are no JSON: " + arguments);
            }
            return new Call(name, tree);
        }
    }

    /**
     * Tokens, the input's with those of a cache, the output's with those of reasoning.
     *
     * @param cached -1 where the reader cannot see it
     * @param reasoning -1 where the reader cannot see it
     */
    record Tokens(long input, long cached, long output, long reasoning) {

        Tokens asFarAs(Tokens seen) {
            return new Tokens(input, seen.cached < 0 ? -1 : cached, output, seen.reasoning < 0 ? -1 : reasoning);
        }
    }

    /** An answer that waits for tools says so by its calls. */
    Said endingByCalls() {
        return end == End.STOP && !calls.isEmpty() ? ending(End.TOOLS) : this;
    }

    Said ending(End other) {
        return new Said(text, thinking, calls, other, usage);
    }

    /** This, without what a reader cannot see. */
    Said asFarAs(Said seen) {
        Tokens counted = usage == null || seen.usage == null ? usage : usage.asFarAs(seen.usage);
        return new Said(text, seen.thinking == null ? null : thinking, calls, end, counted);
    }

    Said withoutUsage() {
        return new Said(text, thinking, calls, end, null);
    }
}

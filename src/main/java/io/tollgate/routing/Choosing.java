package io.tollgate.routing;

import java.util.List;

/**
 * How a model's candidates are chosen.
 *
 * @param affinity whether a conversation stays with one credential, whose prompt cache knows it
 * @param fallbacks names of the models that stand in for it, in their order; theirs are not followed
 */
public record Choosing(Strategy strategy, boolean affinity, List<String> fallbacks) {

    /** Most models that stand in for one. */
    public static final int MOST_FALLBACKS = 5;

    /** What holds where nobody says otherwise. */
    public static final Choosing USUAL = new Choosing(Strategy.USUAL, true, List.of());

    public Choosing {
        fallbacks = List.copyOf(fallbacks);
    }
}

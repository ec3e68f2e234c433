package io.tollgate.routing;

import org.jspecify.annotations.Nullable;

/** How a candidate is at a moment. Moments are those of {@link System#nanoTime()}. */
public sealed interface Condition {

    /** Nothing is known against it. */
    Condition HEALTHY = new Healthy();

    record Healthy() implements Condition {}

    /** It is left alone until a moment. */
    record Cooling(long untilNanos, Reason reason) implements Condition {}

    /**
     * It was left alone for long enough: one call decides how it is now.
     *
     * @param taken whether that call is under way
     */
    record Probing(Reason reason, boolean taken) implements Condition {}

    /** It is left alone until an administrator, or a probe, brings it back. */
    record Quarantined(Reason reason) implements Condition {}

    /** It in one word, without the reason. */
    default String word() {
        return switch (this) {
            case Healthy _ -> "healthy";
            case Probing _ -> "probing";
            case Cooling _ -> "cooling";
            case Quarantined _ -> "quarantined";
        };
    }

    /** The one of two that keeps calls away for longer. */
    default Condition worse(Condition other) {
        if (this instanceof Cooling cooling && other instanceof Cooling later) {
            return cooling.untilNanos() - later.untilNanos() < 0 ? other : this;
        }
        return rank() < other.rank() ? other : this;
    }

    /** Why it is, or was, left alone; absent when nothing is known against it. */
    default @Nullable Reason why() {
        return switch (this) {
            case Healthy _ -> null;
            case Probing probing -> probing.reason();
            case Cooling cooling -> cooling.reason();
            case Quarantined quarantined -> quarantined.reason();
        };
    }

    private int rank() {
        return switch (this) {
            case Healthy _ -> 0;
            case Probing _ -> 1;
            case Cooling _ -> 2;
            case Quarantined _ -> 3;
        };
    }
}

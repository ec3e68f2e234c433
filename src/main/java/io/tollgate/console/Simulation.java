package io.tollgate.console;

import io.tollgate.limit.Denial;
import io.tollgate.limit.Standing;
import io.tollgate.routing.Condition;
import io.tollgate.routing.Prospect;
import io.tollgate.routing.Reason;
import io.tollgate.routing.Strategy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a request that is only thought of.
 *
 * @param problem why it would be refused, as its message is called; absent when it would not
 * @param answer what its caller would be told then: status and code
 * @param denial which limit of the key or its team it would meet
 * @param served what is known of the model that was found; absent when none was
 * @param lines every candidate in the order of the route
 */
record Simulation(
        @Nullable String problem,
        @Nullable String answer,
        @Nullable Denial denial,
        @Nullable Served served,
        List<Line> lines) {

    static Simulation refused(String problem, String answer, @Nullable Served served) {
        return new Simulation(problem, answer, null, served, List.of());
    }

    /** Who would be asked first; absent when nobody would. */
    public @Nullable Line winner() {
        return lines.stream()
                .filter(line -> line.prospect.verdict() == Prospect.Verdict.ASKED
                        || line.prospect.verdict() == Prospect.Verdict.WAITED_FOR)
                .findFirst()
                .orElse(null);
    }

    /**
     * The model.
     *
     * @param redirect the name that a redirect led to; absent without one
     * @param rest what the star in its name stands for; absent when it has none
     * @param affine whether the conversation stays with one credential
     */
    record Served(
            String name,
            @Nullable String redirect,
            @Nullable String rest,
            Strategy strategy,
            boolean affine,
            List<String> fallbacks) {}

    /**
     * A candidate.
     *
     * @param credential its name
     * @param until when it may be asked again; absent when it may be now, or nobody can say
     * @param requests what is left of its tightest limit on requests; absent when it has none
     * @param tokens the same of tokens
     * @param firstByteMicros how long it takes to begin an answer, where that is known
     */
    record Line(
            Prospect prospect,
            String credential,
            @Nullable Instant until,
            @Nullable Standing requests,
            @Nullable Standing tokens,
            @Nullable Long firstByteMicros) {

        /** How it is, as its message is called. */
        public String health() {
            return switch (prospect.condition()) {
                case Condition.Healthy _ -> "healthy";
                case Condition.Cooling _ -> "cooling";
                case Condition.Probing probing -> probing.taken() ? "probing" : "due";
                case Condition.Quarantined _ -> "quarantined";
            };
        }

        /** What is known against it; absent when nothing is. */
        public @Nullable Reason reason() {
            return switch (prospect.condition()) {
                case Condition.Healthy _ -> null;
                case Condition.Cooling cooling -> cooling.reason();
                case Condition.Probing probing -> probing.reason();
                case Condition.Quarantined held -> held.reason();
            };
        }
    }
}

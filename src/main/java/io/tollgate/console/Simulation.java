package io.tollgate.console;

import io.tollgate.limit.Denial;
import io.tollgate.limit.Standing;
import io.tollgate.routing.Condition;
import io.tollgate.routing.Prospect;
import io.tollgate.routing.Reason;
import io.tollgate.routing.Strategy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a request that is only thought of.
 *
 * @param problem why it would be refused, as its message is called; absent when it would not
 * @param answer what its caller would be told then: status and code
 * @param denial which limit of the key or its team it would meet
 * @param served what is known of the model that was found; absent when none was
 * @param winner who would be asked first; absent when nobody would
 * @param all how many candidates there are, and how they are
 * @param lines a page of them: those that were chosen in the order of the route, then the others
 */
record Simulation(
        @Nullable String problem,
        @Nullable String answer,
        @Nullable Denial denial,
        @Nullable Served served,
        @Nullable Line winner,
        Counts all,
        Sheet<Line> lines) {

    static Simulation refused(String problem, String answer, @Nullable Served served) {
        return new Simulation(problem, answer, null, served, null, Counts.of(List.of()), new Sheet<>(List.of(), 1, 1));
    }

    /**
     * How many candidates there are.
     *
     * @param chosen in the route of such a request
     * @param full healthy, but at a limit
     * @param health how many are how, as their messages are called; those at a limit apart
     */
    record Counts(int candidates, int chosen, int full, Map<String, Integer> health) {

        private static final List<String> ORDER = List.of("healthy", "due", "probing", "cooling", "quarantined");

        static Counts of(List<Prospect> prospects) {
            Map<String, Integer> health = new LinkedHashMap<>();
            ORDER.forEach(each -> health.put(each, 0));
            int full = 0;
            for (Prospect prospect : prospects) {
                String each = Simulation.health(prospect);
                boolean isFull = each.equals("healthy") && prospect.denial() != null;
                full += isFull ? 1 : 0;
                health.merge(each, isFull ? 0 : 1, Integer::sum);
            }
            health.values().removeIf(count -> count == 0);
            return new Counts(prospects.size(), chosen(prospects), full, health);
        }

        private static int chosen(List<Prospect> prospects) {
            return (int) prospects.stream().filter(Prospect::isChosen).count();
        }
    }

    private static String health(Prospect prospect) {
        return switch (prospect.condition()) {
            case Condition.Healthy _ -> "healthy";
            case Condition.Cooling _ -> "cooling";
            case Condition.Probing probing -> probing.taken() ? "probing" : "due";
            case Condition.Quarantined _ -> "quarantined";
        };
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
     * @param place in the order of the route, from 1; absent for one that was not chosen
     * @param price for a million tokens read and written, at present; absent where nobody knows
     * @param until when it may be asked again; absent when it may be now, or nobody can say
     * @param requests what is left of its tightest limit on requests; absent when it has none
     * @param tokens the same of tokens
     * @param firstByteMicros how long it takes to begin an answer, where that is known
     */
    record Line(
            Prospect prospect,
            @Nullable Integer place,
            String credential,
            @Nullable String price,
            @Nullable Instant until,
            @Nullable Standing requests,
            @Nullable Standing tokens,
            @Nullable Long firstByteMicros) {

        /** How it is, as its message is called. */
        public String health() {
            return Simulation.health(prospect);
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

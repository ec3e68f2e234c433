package io.tollgate.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The candidates for one request, in the order they are tried.
 *
 * @param stages the model that was asked for, then those to fall back on
 */
public record Route(List<Stage> stages) {

    /**
     * One model.
     *
     * @param model its name, as clients ask for it
     * @param further each time some more candidates, for when all of these are of no use; none when there are no more
     */
    public record Stage(String model, List<Candidate> candidates, Supplier<List<Candidate>> further) {

        Stage(String model, List<Candidate> candidates) {
            this(model, candidates, List::of);
        }

        Stage each(UnaryOperator<List<Candidate>> change) {
            return new Stage(model, change.apply(candidates), () -> change.apply(further.get()));
        }

        /** With candidates behind its own. */
        Stage and(List<Candidate> more) {
            return more.isEmpty()
                    ? this
                    : new Stage(
                            model,
                            Stream.concat(candidates.stream(), more.stream()).toList(),
                            further);
        }
    }

    /** With one model only. */
    public static Route of(String model, List<Candidate> candidates) {
        return new Route(List.of(new Stage(model, candidates)));
    }

    /** Those of all models. */
    public List<Candidate> candidates() {
        return stages.size() == 1
                ? stages.getFirst().candidates
                : stages.stream().flatMap(stage -> stage.candidates.stream()).toList();
    }

    /** With some candidates before all others of the same model. */
    public Route preferring(Predicate<Candidate> preferred) {
        return each(candidates -> {
            List<Candidate> ordered = new ArrayList<>(candidates.size());
            candidates.stream().filter(preferred).forEach(ordered::add);
            candidates.stream().filter(preferred.negate()).forEach(ordered::add);
            return ordered;
        });
    }

    /** With some candidates and no others. */
    public Route only(Predicate<Candidate> wanted) {
        return each(candidates -> candidates.stream().filter(wanted).toList());
    }

    private Route each(UnaryOperator<List<Candidate>> change) {
        return new Route(stages.stream().map(stage -> stage.each(change)).toList());
    }
}

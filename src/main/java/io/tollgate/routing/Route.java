package io.tollgate.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

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
     */
    public record Stage(String model, List<Candidate> candidates) {}

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
        return new Route(stages.stream()
                .map(stage -> new Stage(stage.model, change.apply(stage.candidates)))
                .toList());
    }
}

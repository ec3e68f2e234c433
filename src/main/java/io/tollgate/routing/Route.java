package io.tollgate.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The candidates for one request, in the order they are tried. */
public record Route(List<Candidate> candidates) {

    /** With some candidates before all others. */
    public Route preferring(Predicate<Candidate> preferred) {
        List<Candidate> ordered = new ArrayList<>(only(preferred).candidates);
        candidates.stream().filter(preferred.negate()).forEach(ordered::add);
        return new Route(ordered);
    }

    /** With some candidates and no others. */
    public Route only(Predicate<Candidate> wanted) {
        return new Route(candidates.stream().filter(wanted).toList());
    }
}

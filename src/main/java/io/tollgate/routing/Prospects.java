package io.tollgate.routing;

import io.tollgate.limit.Demand;
import io.tollgate.routing.Prospect.Verdict;
import io.tollgate.routing.Route.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks along a route as a request would go along it now; nobody is asked, and nothing is reserved. */
final class Prospects {

    private final long now;
    private final long longestWait;
    private final Demand demand;
    private final List<Prospect> found = new ArrayList<>();
    private boolean asked;

    Prospects(long now, long longestWait, Demand demand) {
        this.now = now;
        this.longestWait = longestWait;
        this.demand = demand;
    }

    List<Prospect> along(Route route, List<Roster> all) {
        Map<Place, Roster> rosters = new HashMap<>();
        Set<Place> chosen = new HashSet<>();
        for (Roster roster : all) {
            roster.candidates().forEach(candidate -> rosters.put(Place.of(roster.model(), candidate), roster));
        }
        for (Stage stage : route.stages()) {
            for (Candidate candidate : stage.candidates()) {
                Place place = Place.of(stage.model(), candidate);
                Roster roster = rosters.get(place);
                if (roster != null && chosen.add(place)) {
                    found.add(chosen(prospect(roster, candidate)));
                }
            }
        }
        if (!asked) {
            waitForOne();
        }
        for (Roster roster : all) {
            roster.candidates().stream()
                    .filter(candidate -> !chosen.contains(Place.of(roster.model(), candidate)))
                    .forEach(candidate -> found.add(prospect(roster, candidate)));
        }
        return List.copyOf(found);
    }

    /** Where a candidate stands: the same one may serve several models. */
    private record Place(String model, UUID deployment, UUID credential) {

        static Place of(String model, Candidate candidate) {
            return new Place(model, candidate.deploymentId(), candidate.target().credentialId());
        }
    }

    private Prospect chosen(Prospect prospect) {
        boolean fit = prospect.candidate().health().isAvailable(now) && prospect.denial() == null;
        Verdict verdict = !fit ? Verdict.PASSED_OVER : asked ? Verdict.IN_RESERVE : Verdict.ASKED;
        asked |= fit;
        return prospect.as(verdict);
    }

    private Prospect prospect(Roster roster, Candidate candidate) {
        Condition condition = candidate.health().condition(now);
        long rest = Tries.resting(condition, now);
        return new Prospect(
                roster.model(),
                roster.fallback(),
                roster.priority(),
                roster.weight(),
                candidate,
                condition,
                candidate.quota().refusal(demand),
                rest == Tries.NEVER ? 0 : rest,
                Verdict.NOT_CHOSEN);
    }

    /** As who walks the route does: for the first who is back soon enough, or may well answer all the same. */
    private void waitForOne() {
        int soonest = -1;
        for (int i = 0; i < found.size(); i++) {
            Long wait = patience(found.get(i));
            Long best = soonest < 0 ? null : patience(found.get(soonest));
            if (wait != null && (best == null || wait < best)) {
                soonest = i;
            }
        }
        if (soonest >= 0) {
            found.set(soonest, found.get(soonest).as(Verdict.WAITED_FOR));
        }
    }

    /** How long it would be waited for; absent when it would not. */
    private @Nullable Long patience(Prospect prospect) {
        if (prospect.denial() != null) {
            return null;
        }
        long rest = Tries.resting(prospect.condition(), now);
        if (rest <= longestWait) {
            return rest;
        }
        return Tries.isDoubtful(prospect.condition()) ? Long.valueOf(0) : null;
    }
}

package io.tollgate.routing;

import io.tollgate.limit.Demand;
import io.tollgate.limit.Denial;
import io.tollgate.routing.Prospect.Verdict;
import io.tollgate.routing.Route.Stage;
import java.util.ArrayList;
import java.util.List;
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

    List<Prospect> along(Route route) {
        Stage first = route.stages().getFirst();
        for (Stage stage : route.stages()) {
            for (Candidate candidate : stage.candidates()) {
                found.add(prospect(stage, stage != first, candidate));
            }
        }
        if (!asked) {
            waitForOne();
        }
        return List.copyOf(found);
    }

    private Prospect prospect(Stage stage, boolean fallback, Candidate candidate) {
        Condition condition = candidate.health().condition(now);
        Denial denial = candidate.quota().refusal(demand);
        boolean fit = candidate.health().isAvailable(now) && denial == null;
        Verdict verdict = !fit ? Verdict.PASSED_OVER : asked ? Verdict.IN_RESERVE : Verdict.ASKED;
        asked |= fit;
        long rest = Tries.resting(condition, now);
        return new Prospect(
                stage.model(), fallback, candidate, condition, denial, rest == Tries.NEVER ? 0 : rest, verdict);
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

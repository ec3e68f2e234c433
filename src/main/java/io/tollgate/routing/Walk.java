package io.tollgate.routing;

import io.tollgate.limit.Demand;
import io.tollgate.limit.Denial;
import io.tollgate.limit.Reservation;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.ProviderFailure.TooLong;
import io.tollgate.provider.ProviderFailure.Unsupported;
import io.tollgate.routing.Breaker.Pass;
import io.tollgate.routing.Route.Stage;
import io.tollgate.routing.Turn.Why;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request's way along its route: every candidate of a model at once, then those again that are worth it, after a
 * while; then the next model. The last model's time is also the time to wait for who was passed over.
 */
final class Walk<T> {

    /** How often more candidates of a model are asked for, when those it had are of no use. */
    private static final int MOST_DRAWS = 10;

    private final Failover failover;
    private final Route route;
    private final Demand demand;
    private final Failover.Call<T> call;
    private final Failover.Listener listener;
    private final long deadline;
    private final Tries tries;
    private final String asked;

    private @Nullable ProviderException last;
    private @Nullable Candidate lastCandidate;
    private @Nullable Denial soonest;
    private boolean over;
    private boolean modelOver;
    /** Whether a credential of the model was of no use, which says nothing of others. */
    private boolean spent;
    /** Whether one failed in a way that others may fail in, too. */
    private boolean failing;
    /** How long it waited for those that it has not asked yet. */
    private long waited;

    Walk(Failover failover, Route route, Demand demand, Failover.Call<T> call, Failover.Listener listener) {
        this.route = route;
        this.asked = route.stages().getFirst().model();
        this.failover = failover;
        this.demand = demand;
        this.call = call;
        this.listener = listener;
        this.deadline = failover.now() + failover.settings().deadline().toNanos();
        this.tries = new Tries(failover);
    }

    T along() throws ProviderException, FullException {
        List<Stage> open = new ArrayList<>(route.stages().size());
        for (int i = 0; i < route.stages().size() && !over; i++) {
            Stage stage = route.stages().get(i);
            boolean atEnd = i == route.stages().size() - 1;
            modelOver = false;
            spent = false;
            failing = false;
            T answer = once(stage, stage.candidates(), i > 0);
            for (int draws = 0; answer == null && draws < MOST_DRAWS && isWorthMore(); draws++) {
                List<Candidate> more = stage.further().get();
                stage = stage.and(more);
                answer = once(stage, more, i > 0);
            }
            if (!modelOver) {
                open.add(stage);
            }
            if (answer == null) {
                answer = later(atEnd ? open : List.of(stage), atEnd);
            }
            if (answer != null) {
                return answer;
            }
        }
        throw ending();
    }

    /** Whether others of the model may do better than all that were asked. */
    private boolean isWorthMore() {
        return spent && !failing && !over && !modelOver && failover.now() - deadline <= 0;
    }

    /** Asks candidates of a model, one after the other. */
    private @Nullable T once(Stage stage, List<Candidate> candidates, boolean fallback) throws ProviderException {
        for (Candidate candidate : candidates) {
            if (over || modelOver) {
                return null;
            }
            if (tries.isNew(candidate)) {
                Why why = fallback ? Why.FALLBACK : last == null ? Why.FIRST : Why.NEXT;
                T answer = attempt(stage, candidate, why, 0, false);
                if (answer != null) {
                    return answer;
                }
            } else {
                tellOf(candidate);
            }
        }
        return null;
    }

    /** Why it is not asked. */
    private void tellOf(Candidate candidate) {
        Spared why = tries.sparing(candidate);
        if (tries.isOutgrown(candidate)) {
            listener.outgrown(candidate);
        } else if (why != null) {
            listener.spared(candidate, why);
        }
    }

    /** Asks candidates again, or those that were left alone: whoever can be asked first, until nobody is left. */
    private @Nullable T later(List<Stage> stages, boolean atEnd) throws ProviderException {
        while (!over && !modelOver) {
            Choice next = soonest(stages, atEnd);
            if (next == null || next.nanos > 0 && !failover.pause(next.nanos)) {
                return null;
            }
            waited += next.nanos;
            T answer = attempt(next.stage, next.candidate, next.why, next.nanos, next.forced);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    /** @param forced whether it is asked though it is left alone */
    private record Choice(Stage stage, Candidate candidate, Why why, long nanos, boolean forced) {}

    private @Nullable Choice soonest(List<Stage> stages, boolean atEnd) {
        long now = failover.now();
        Choice soonest = null;
        for (Stage stage : stages) {
            for (Candidate candidate : stage.candidates()) {
                Choice choice = choice(stage, candidate, atEnd, now);
                if (choice != null && (soonest == null || choice.nanos < soonest.nanos)) {
                    soonest = choice;
                }
            }
        }
        return soonest != null && now + soonest.nanos - deadline <= 0 ? soonest : null;
    }

    private @Nullable Choice choice(Stage stage, Candidate candidate, boolean atEnd, long now) {
        Condition condition = candidate.health().condition(now);
        Tries.Tried tried = tries.of(candidate);
        if (tried != null) {
            return tries.isWorthRepeating(tried) ? again(stage, tried, condition, atEnd, now) : null;
        }
        if (!atEnd || !tries.isNew(candidate)) {
            return null;
        }
        long wait = Tries.resting(condition, now);
        if (waited + wait <= longest()) {
            return new Choice(stage, candidate, Why.WAITED, wait, false);
        }
        return Tries.isDoubtful(condition) ? new Choice(stage, candidate, Why.WAITED, 0, true) : null;
    }

    private @Nullable Choice again(Stage stage, Tries.Tried tried, Condition condition, boolean atEnd, long now) {
        long wait = Tries.untilAgain(tried, condition, atEnd, now);
        long spent = condition instanceof Condition.Probing ? waited : 0;
        return spent + wait <= longest()
                ? new Choice(stage, tried.candidate(), Why.AGAIN, Math.max(0, wait), false)
                : null;
    }

    private long longest() {
        return failover.settings().longestWait().toNanos();
    }

    private @Nullable T attempt(Stage stage, Candidate candidate, Why why, long waitedNanos, boolean forced)
            throws ProviderException {
        long now = failover.now();
        Pass pass = candidate.health().begin(now);
        if (pass == Pass.REFUSED) {
            if (!forced) {
                listener.passedOver(candidate, candidate.health().condition(now));
                return null;
            }
            candidate.health().enter(now);
            pass = Pass.FREE;
        }
        Turn turn = turn(stage, candidate, pass, why, waitedNanos);
        return turn == null ? null : call(turn);
    }

    /** Absent when it may not be asked. */
    private @Nullable Turn turn(Stage stage, Candidate candidate, Pass pass, Why why, long waitedNanos) {
        switch (candidate.quota().reserve(demand)) {
            case Reservation held -> {
                Spared end = end(candidate);
                if (end == null) {
                    return new Turn(
                            stage.model(), !stage.model().equals(asked), candidate, held, pass, why, waitedNanos);
                }
                held.annul();
                over = true;
                listener.spared(candidate, end);
            }
            case Denial denial -> {
                soonest = denial.sooner(soonest);
                tries.noteFull(candidate);
                spent = true;
                listener.passedOver(candidate, denial);
            }
        }
        candidate.health().undecided(pass);
        candidate.health().end();
        return null;
    }

    /**
     * Why no more calls are made; absent when they are. The first call is always made. A refusal that takes its
     * credential out of the pool needs no budget.
     */
    private @Nullable Spared end(Candidate next) {
        ProviderException failed = last;
        if (failed == null) {
            return null;
        }
        if (failover.now() - deadline > 0) {
            return Spared.DEADLINE;
        }
        boolean free = lastCandidate != next && failed.failure().isOfCredential();
        return free || failover.budget().take() ? null : Spared.RETRY_BUDGET;
    }

    private @Nullable T call(Turn turn) throws ProviderException {
        boolean answered = false;
        try {
            listener.attempt(turn);
            turn.asked(failover.now());
            T answer = call.to(turn);
            turn.answered(failover.now());
            answered = true;
            return answer;
        } catch (ProviderException e) {
            failed(turn, e);
            return null;
        } finally {
            if (!answered) {
                turn.close();
            }
        }
    }

    private void failed(Turn turn, ProviderException e) throws ProviderException {
        ProviderFailure failure = e.failure();
        long now = failover.now();
        turn.failed(failure, now);
        listener.failed(turn, failure);
        if (!failure.isWorthAnother()) {
            throw e;
        }
        modelOver |= failure instanceof TooLong;
        spent |= failure.isOfCredential();
        failing |= !failure.isOfCredential();
        if (last == null
                || !(failure instanceof Unsupported)) { // that a call could not be made hides no other's reason
            last = e;
            lastCandidate = turn.candidate();
        }
        tries.note(turn.candidate(), failure, now);
    }

    private ProviderException ending() throws FullException {
        ProviderException failed = last;
        if (failed == null && soonest != null) {
            throw new FullException(soonest);
        }
        return Ending.of(route, failed, failover.now());
    }
}

package io.tollgate.usage;

import io.tollgate.limit.Denial;
import io.tollgate.routing.Candidate;
import io.tollgate.routing.Condition;
import io.tollgate.routing.Health;
import io.tollgate.routing.Route;
import io.tollgate.routing.Route.Stage;
import io.tollgate.routing.Spared;
import io.tollgate.usage.Trace.Cause;
import io.tollgate.usage.Trace.PassedOver;
import io.tollgate.usage.Trace.Seat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the {@link Trace} of one exchange while it is under way. An exchange whose only candidate is asked has none,
 * and pays nothing for it.
 */
final class Trail {

    private final long startedNanos;
    private final List<Candidate> first = new ArrayList<>(Trace.MOST_IN_PLAIN_CASE);
    private final List<PassedOver> passedOver = new ArrayList<>(0);
    private int candidates;

    /** @param startedNanos when the request came, by {@link System#nanoTime()} */
    Trail(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    /** The trail along a route; absent when it leaves no choice. */
    static @Nullable Trail along(Route route, long startedNanos) {
        if (route.stages().size() == 1 && route.stages().getFirst().candidates().size() <= 1) {
            return null;
        }
        Trail trail = new Trail(startedNanos);
        long now = System.nanoTime();
        for (Stage stage : route.stages()) {
            trail.candidates += stage.candidates().size();
            for (Candidate candidate : stage.candidates()) {
                trail.see(candidate, now);
            }
        }
        return trail;
    }

    /** Who is left alone when the route is made comes last in it, and may never be reached. */
    private void see(Candidate candidate, long now) {
        Health health = candidate.health();
        if (!health.isAvailable(now)) {
            passOver(candidate, health.condition(now));
        }
        if (first.size() < Trace.MOST) {
            first.add(candidate);
        }
    }

    /** It was not asked, because of how it is. */
    void passOver(Candidate candidate, Condition condition) {
        switch (condition) {
            case Condition.Healthy _ -> {
                // it has just recovered
            }
            case Condition.Cooling cooling ->
                note(candidate, Cause.COOLING, cooling.reason().name(), micros(cooling.untilNanos()));
            case Condition.Probing probing ->
                note(candidate, Cause.PROBING, probing.reason().name(), null);
            case Condition.Quarantined held ->
                note(candidate, Cause.QUARANTINED, held.reason().name(), null);
        }
    }

    /** It was not asked, because it is at its limits. */
    void passOver(Candidate candidate, Denial denial) {
        Long until = denial.retryAfter() == null ? null : micros(System.nanoTime() + denial.waitNanos());
        note(candidate, Cause.LIMIT, denial.scope() + "." + denial.limit(), until);
    }

    /** It was not asked, because the request is too long for it. */
    void outgrow(Candidate candidate) {
        note(candidate, Cause.CONTEXT_WINDOW, String.valueOf(candidate.contextWindow()), null);
    }

    /** It was not asked, because of the calls that were made already. */
    void spare(Candidate candidate, Spared why) {
        Cause cause = switch (why) {
            case SILENT -> Cause.SILENT;
            case CALLS -> Cause.CALLS;
            case RETRY_BUDGET -> Cause.RETRY_BUDGET;
            case DEADLINE -> Cause.DEADLINE;
        };
        note(candidate, cause, "", null);
    }

    private long micros(long nanos) {
        return (nanos - startedNanos) / 1_000;
    }

    private void note(Candidate candidate, Cause cause, String of, @Nullable Long untilMicros) {
        PassedOver next = new PassedOver(seat(candidate), cause, of, untilMicros);
        boolean known = passedOver.stream().anyMatch(each -> each.seat().equals(next.seat()) && each.cause() == cause);
        if (!known && passedOver.size() < Trace.MOST) {
            passedOver.add(next);
        }
    }

    private static Seat seat(Candidate candidate) {
        return new Seat(candidate.deploymentId(), candidate.target().credentialId());
    }

    /** What is to be kept of it, as JSON. */
    String text(int attempts) {
        int most = attempts > 1 || !passedOver.isEmpty() ? Trace.MOST : Trace.MOST_IN_PLAIN_CASE;
        List<Seat> seats = first.stream().limit(most).map(Trail::seat).toList();
        return new Trace(candidates, seats, passedOver).text();
    }
}

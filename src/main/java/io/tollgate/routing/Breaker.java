package io.tollgate.routing;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls away from what fails. Closed, it lets everybody pass. Open, it lets nobody pass until a moment; then the
 * first who comes decides: success closes it, failure opens it for twice as long.
 */
final class Breaker {

    private static final State CLOSED = new State(Phase.CLOSED, 0, null, 0, 0);

    private final AtomicReference<State> state = new AtomicReference<>(CLOSED);

    private enum Phase {
        CLOSED,
        /** Open until a moment that is known for sure: then all is well again. */
        RESTING,
        OPEN,
        PROBING,
        SHUT
    }

    /**
     * All that it knows, as one value.
     *
     * @param failures how often it failed in a row
     * @param until when it was or will be open until
     * @param window how long it was opened for the last time, where it had to guess that
     */
    private record State(
            Phase phase, int failures, @Nullable Reason reason, long until, long window) {

        boolean isOpen() {
            return phase == Phase.OPEN || phase == Phase.RESTING;
        }

        State in(Phase next) {
            return new State(next, failures, reason, until, window);
        }
    }

    /** What passing means for who has passed. */
    enum Pass {
        REFUSED,
        /** One of many. */
        FREE,
        /** The one that decides. */
        CANARY
    }

    /** How often it failed in a row. */
    int failures() {
        return state.get().failures;
    }

    boolean isClosed() {
        return state.get().phase == Phase.CLOSED;
    }

    /** Whether somebody may pass, who does not do so yet. */
    boolean isPassable(long now) {
        State current = state.get();
        return switch (current.phase) {
            case CLOSED -> true;
            case RESTING, OPEN -> current.until - now <= 0;
            case PROBING, SHUT -> false;
        };
    }

    Pass pass(long now) {
        State current = state.get();
        while (current.isOpen() && current.until - now <= 0) {
            boolean rested = current.phase == Phase.RESTING;
            if (state.compareAndSet(current, rested ? CLOSED : current.in(Phase.PROBING))) {
                return rested ? Pass.FREE : Pass.CANARY;
            }
            current = state.get();
        }
        return current.phase == Phase.CLOSED ? Pass.FREE : Pass.REFUSED;
    }

    Condition condition(long now) {
        State current = state.get();
        Reason reason = current.reason == null ? Reason.TROUBLE : current.reason;
        return switch (current.phase) {
            case CLOSED -> Condition.HEALTHY;
            case RESTING -> current.until - now > 0 ? new Condition.Cooling(current.until, reason) : Condition.HEALTHY;
            case OPEN ->
                current.until - now > 0
                        ? new Condition.Cooling(current.until, reason)
                        : new Condition.Probing(reason, false);
            case PROBING -> new Condition.Probing(reason, true);
            case SHUT -> new Condition.Quarantined(reason);
        };
    }

    /** A call went well. Where the breaker is open, only the call that decides counts: others began before. */
    void succeeded(Pass pass) {
        State current = state.get();
        boolean decided = pass == Pass.CANARY && current.phase == Phase.PROBING;
        if (current != CLOSED && (current.phase == Phase.CLOSED || decided)) {
            state.compareAndSet(current, CLOSED);
        }
    }

    /** A call ended that says nothing: what it was to decide is still open. */
    void undecided(Pass pass) {
        State current = state.get();
        if (pass == Pass.CANARY && current.phase == Phase.PROBING) {
            state.compareAndSet(current, current.in(Phase.OPEN));
        }
    }

    /** Opens it until a moment; then the first who comes decides. */
    void openUntil(Reason reason, long until) {
        open(Phase.OPEN, reason, until);
    }

    /** Opens it until a moment at which all is well again. */
    void restUntil(Reason reason, long until) {
        open(Phase.RESTING, reason, until);
    }

    private void open(Phase phase, Reason reason, long until) {
        state.updateAndGet(current -> current.phase == Phase.SHUT || current.isOpen() && current.until - until > 0
                ? current
                : new State(phase, current.failures + 1, reason, until, current.window));
    }

    /**
     * Opens it for a while: for twice as long as the last time, within bounds.
     *
     * @param tolerated how many failures in a row leave it closed
     */
    void openFor(Reason reason, long now, int tolerated, long first, long longest) {
        state.updateAndGet(current -> opened(current, reason, now, tolerated, first, longest));
    }

    private static State opened(State current, Reason reason, long now, int tolerated, long first, long longest) {
        int failures = current.failures + 1;
        if (current.phase == Phase.SHUT || current.isOpen() && current.until - now > 0) {
            return current; // who fails now began before it was opened
        }
        if (current.phase == Phase.CLOSED && failures <= tolerated) {
            return new State(Phase.CLOSED, failures, reason, 0, current.window);
        }
        long window = current.window == 0 ? first : Math.min(longest, current.window * 2);
        return new State(Phase.OPEN, failures, reason, now + window, window);
    }

    /** Lets nobody pass until it is {@linkplain #close() closed}. */
    void shut(Reason reason) {
        state.updateAndGet(current -> new State(Phase.SHUT, current.failures + 1, reason, 0, 0));
    }

    void close() {
        state.set(CLOSED);
    }
}

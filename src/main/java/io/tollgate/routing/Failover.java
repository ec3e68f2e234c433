package io.tollgate.routing;

import io.tollgate.limit.Demand;
import io.tollgate.limit.Denial;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Walks routes until a candidate answers: the only place where a call is tried again. */
public final class Failover {

    private final RetrySettings settings;
    private final RetryBudget budget;
    private final LongSupplier clock;
    private final Pause pause;
    private final RandomGenerator random;

    Failover(RetrySettings settings, RetryBudget budget, LongSupplier clock, Pause pause, RandomGenerator random) {
        this.settings = settings;
        this.budget = budget;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    /** A call to one candidate. Fails only as long as nothing of its answer has gone to the client. */
    public interface Call<T> {
        T to(Turn turn) throws ProviderException;
    }

    /** Is told what is done and why. */
    public interface Listener {

        /** A call is about to be made. When it answers, the turn is the listener's, to close at the answer's end. */
        void attempt(Turn turn);

        /** A call failed. Its turn ends. */
        void failed(Turn turn, ProviderFailure failure);

        /** A candidate was not asked, because of how it is. */
        default void passedOver(Candidate candidate, Condition condition) {}

        /** A candidate was not asked, because it is at its limits. */
        default void passedOver(Candidate candidate, Denial denial) {}

        /** A candidate was not asked, because the request is too long for its context window. */
        default void outgrown(Candidate candidate) {}

        /** A candidate was not asked, because of the calls that were made already. */
        default void spared(Candidate candidate, Spared why) {}
    }

    /** Waits. */
    interface Pause {
        void nanos(long nanos) throws InterruptedException;
    }

    /**
     * The first answer that a candidate gives. One that is left alone, or at its limits, is passed over.
     *
     * @param demand what the call may need
     * @throws ProviderException the last failure, when no candidate answers or the request itself is wrong
     * @throws FullException when all candidates are at their limits
     */
    public <T> T call(Route route, Demand demand, Call<T> call, Listener listener)
            throws ProviderException, FullException {
        budget.request();
        return new Walk<>(this, route, demand, call, listener).along();
    }

    /**
     * What every candidate would have to expect if a request came now: those of its route in their order, then all
     * others, deployment by deployment.
     *
     * @param all everybody who may answer, those of the route included
     * @param demand what the call may need
     */
    public List<Prospect> prospects(Route route, List<Roster> all, Demand demand) {
        return new Prospects(now(), settings.longestWait().toNanos(), demand).along(route, all);
    }

    RetrySettings settings() {
        return settings;
    }

    RetryBudget budget() {
        return budget;
    }

    long now() {
        return clock.getAsLong();
    }

    /** Waits; whether nobody interrupted that. */
    boolean pause(long nanos) {
        try {
            pause.nanos(nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A time that is a little shorter or longer, so that those who failed together do not come back together. */
    long jittered(long nanos) {
        return (long) (nanos * (0.8 + 0.4 * random.nextDouble()));
    }
}

package io.tollgate.limit;

import org.jspecify.annotations.Nullable;

/**
 * What one key, team, deployment, credential or provider may use, and what it has used.
 *
 * @param queue how many requests may wait when as many as allowed are under way
 */
public record Allowance(
        Scope scope, Limits limits, @Nullable Budget budget, int queue, Counters counters) {

    /** Why a request may not begin now, if it may not. The counters are locked. */
    @Nullable
    Denial check(Demand demand, @Nullable Turn turn, long nanos, long millis) {
        Denial worst = counters.checkRequests(this, nanos, millis);
        worst = Denial.worse(worst, counters.checkTokens(this, demand, nanos));
        worst = Denial.worse(worst, counters.checkBudget(this, demand, millis));
        return Denial.worse(worst, counters.checkConcurrency(this, turn));
    }

    /** How many tokens to reserve. */
    long tokens(Demand demand) {
        Long limit = limits.tpm();
        return limit == null ? demand.tokens() : demand.tokensWithin(limit);
    }

    Denial denial(Limit limit, long allowed, long waitNanos) {
        return new Denial(scope, limit, allowed, waitNanos);
    }
}

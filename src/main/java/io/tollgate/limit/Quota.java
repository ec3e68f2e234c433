package io.tollgate.limit;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The allowances one request draws on, all of them or none. */
public final class Quota {

    /** Nothing is limited. */
    public static final Quota NONE = new Quota(List.of());

    private static final long TOKENS_OF_REQUEST = 1_000;

    private final List<Allowance> allowances;

    private Quota(List<Allowance> allowances) {
        this.allowances = allowances;
    }

    /** Those of the allowances that are there. */
    public static Quota of(@Nullable Allowance... allowances) {
        List<Allowance> present = Stream.of(allowances)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Allowance::scope))
                .toList();
        return present.isEmpty() ? NONE : new Quota(present);
    }

    /** These allowances and others. */
    public Quota and(Quota others) {
        return of(Stream.concat(allowances.stream(), others.allowances.stream()).toArray(Allowance[]::new));
    }

    public boolean isNone() {
        return allowances.isEmpty();
    }

    /** What one thing may use and has used; absent where nothing of it is limited. */
    public @Nullable Use use(Scope scope) {
        for (Allowance allowance : allowances) {
            if (allowance.scope() == scope) {
                return new Use(allowance.limits(), allowance.counters().read());
            }
        }
        return null;
    }

    /** What one thing may use, and what it has used. */
    public record Use(Limits limits, Reading reading) {}

    /** Whether money is limited. */
    public boolean hasBudget() {
        for (Allowance allowance : allowances) {
            if (allowance.budget() != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has to be known how many tokens a request needs. */
    public boolean hasTokens() {
        for (Allowance allowance : allowances) {
            if (allowance.limits().tpm() != null) {
                return true;
            }
        }
        return false;
    }

    /** Reserves what a request needs, or says why not. */
    public Verdict reserve(Demand demand) {
        return isNone() ? Reservation.NONE : attempt(demand, null, null);
    }

    /**
     * Reserves what a request needs. Where only too many requests are under way and there is a queue, it waits for its
     * turn: first come, first served.
     *
     * @param patienceNanos how long at most
     */
    public Verdict reserve(Demand demand, long patienceNanos) {
        Verdict verdict = reserve(demand);
        Allowance queued = queued(verdict);
        return queued == null ? verdict : await(queued, demand, System.nanoTime() + patienceNanos, verdict);
    }

    private Verdict await(Allowance queued, Demand demand, long deadline, Verdict refused) {
        Turn turn = join(queued);
        if (turn == null) {
            return refused;
        }
        try {
            Verdict verdict = attempt(demand, queued, turn);
            while (queued(verdict) == queued && turn.await(deadline - System.nanoTime())) {
                verdict = attempt(demand, queued, turn);
            }
            return verdict;
        } finally {
            queued.counters().leave(turn);
        }
    }

    private static @Nullable Turn join(Allowance queued) {
        queued.counters().lock();
        try {
            return queued.counters().join(queued.queue());
        } finally {
            queued.counters().unlock();
        }
    }

    /** Whose queue to join, if any. */
    private @Nullable Allowance queued(Verdict verdict) {
        if (verdict instanceof Denial denial && denial.limit() == Limit.CONCURRENCY) {
            for (Allowance allowance : allowances) {
                if (allowance.scope() == denial.scope() && allowance.queue() > 0) {
                    return allowance;
                }
            }
        }
        return null;
    }

    /** Why a request could not begin now, if it could not; nothing is reserved. */
    public @Nullable Denial refusal(Demand demand) {
        if (isNone()) {
            return null;
        }
        allowances.forEach(allowance -> allowance.counters().lock());
        try {
            Clocks clocks = allowances.getFirst().counters().clocks();
            return check(demand, null, null, clocks.nanoTime(), clocks.millis());
        } finally {
            allowances.forEach(allowance -> allowance.counters().unlock());
        }
    }

    /** Counts a request of the minute that uses nothing else, or says why it has to wait. */
    public @Nullable Denial repeat() {
        allowances.forEach(allowance -> allowance.counters().lock());
        try {
            Denial worst = null;
            for (Allowance allowance : allowances) {
                worst = Denial.worse(worst, allowance.counters().checkMinute(allowance));
            }
            if (worst == null) {
                allowances.forEach(allowance -> allowance.counters().countInMinute());
            }
            return worst;
        } finally {
            allowances.forEach(allowance -> allowance.counters().unlock());
        }
    }

    private Verdict attempt(Demand demand, @Nullable Allowance queued, @Nullable Turn turn) {
        allowances.forEach(allowance -> allowance.counters().lock());
        try {
            Clocks clocks = allowances.getFirst().counters().clocks();
            long nanos = clocks.nanoTime();
            long millis = clocks.millis();
            Denial worst = check(demand, queued, turn, nanos, millis);
            return worst == null ? take(demand, millis) : worst;
        } finally {
            allowances.forEach(allowance -> allowance.counters().unlock());
        }
    }

    /** The counters are locked. */
    private @Nullable Denial check(
            Demand demand, @Nullable Allowance queued, @Nullable Turn turn, long nanos, long millis) {
        Denial worst = null;
        for (Allowance allowance : allowances) {
            Turn own = allowance == queued ? turn : null;
            worst = Denial.worse(worst, allowance.check(demand, own, nanos, millis));
        }
        return worst;
    }

    private Reservation take(Demand demand, long millis) {
        Hold[] holds = new Hold[allowances.size()];
        for (int i = 0; i < holds.length; i++) {
            Allowance allowance = allowances.get(i);
            holds[i] = allowance.counters().take(allowance, demand, millis);
        }
        return new Reservation(holds);
    }

    /** What is left of the tightest limit on requests; absent when there is none. */
    public @Nullable Standing requests() {
        return tightest(allowance -> allowance.counters().requestsLeft(allowance.limits()));
    }

    /** What is left of the tightest limit on tokens; absent when there is none. */
    public @Nullable Standing tokens() {
        return tightest(allowance -> allowance.counters().tokensLeft(allowance.limits()));
    }

    /**
     * How many requests are left, as far as that can be said: tokens count as one request for a thousand. The largest
     * number when neither is limited.
     */
    public long left() {
        if (isNone()) {
            return Long.MAX_VALUE;
        }
        Standing requests = requests();
        Standing tokens = tokens();
        return Math.min(
                requests == null ? Long.MAX_VALUE : requests.remaining(),
                tokens == null ? Long.MAX_VALUE : tokens.remaining() / TOKENS_OF_REQUEST);
    }

    private @Nullable Standing tightest(Function<Allowance, @Nullable Standing> left) {
        Standing tightest = null;
        for (Allowance allowance : allowances) {
            Standing standing = left.apply(allowance);
            if (standing != null && (tightest == null || standing.isTighterThan(tightest))) {
                tightest = standing;
            }
        }
        return tightest;
    }
}

package io.tollgate.routing;

import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.ProviderFailure.TimedOut;
import io.tollgate.provider.ProviderFailure.TooLong;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one request has tried so far, and what of that is worth another try. */
final class Tries {

    /** Of a wait, when there is no use in waiting. */
    static final long NEVER = Long.MAX_VALUE / 4;

    /** How often is looked after a call that decides for others. */
    private static final long LOOK_NANOS = 100_000_000L;

    private final Failover failover;
    private final List<Tried> tried = new ArrayList<>(0);
    private final List<Candidate> full = new ArrayList<>(0);
    /** The largest context window that is known to be too small, in tokens; 0 when none is. */
    private int outgrown;

    Tries(Failover failover) {
        this.failover = failover;
    }

    /** A candidate that was called, and failed. */
    static final class Tried {

        private final Candidate candidate;
        private ProviderFailure failure;
        private int calls;
        private long againAt;

        private Tried(Candidate candidate, ProviderFailure failure) {
            this.candidate = candidate;
            this.failure = failure;
        }

        Candidate candidate() {
            return candidate;
        }

        /** Calls that count against the deployment's bound; what only takes a credential out of the pool does not. */
        private int counted() {
            return calls == 1 && failure.isOfCredential() ? 0 : calls;
        }
    }

    @Nullable
    Tried of(Candidate candidate) {
        for (Tried each : tried) {
            if (each.candidate == candidate) {
                return each;
            }
        }
        return null;
    }

    void note(Candidate candidate, ProviderFailure failure, long now) {
        Tried known = of(candidate);
        Tried entry = known == null ? new Tried(candidate, failure) : known;
        if (known == null) {
            tried.add(entry);
        }
        entry.failure = failure;
        entry.calls++;
        entry.againAt = now + delay(entry);
        Integer window = candidate.contextWindow();
        if (failure instanceof TooLong && window != null) {
            outgrown = Math.max(outgrown, window);
        }
    }

    /** A candidate is at its limits: this request asks it no more. */
    void noteFull(Candidate candidate) {
        full.add(candidate);
    }

    /** Whether its context window is known, and no larger than one that was too small. */
    boolean isOutgrown(Candidate candidate) {
        Integer window = candidate.contextWindow();
        return window != null && window <= outgrown;
    }

    /** None where the provider said when to come again: its health knows that. */
    private long delay(Tried entry) {
        if (entry.failure.retryAfter() != null) {
            return 0;
        }
        long longest = failover.settings().longestWait().toNanos();
        long delay = failover.settings().delayNanos() << Math.min(20, entry.calls - 1);
        return failover.jittered(Math.min(longest / 2, delay));
    }

    /** Whether a candidate was not called yet, and may be. */
    boolean isNew(Candidate candidate) {
        return of(candidate) == null
                && !Draw.holds(full, candidate)
                && !isOutgrown(candidate)
                && !isSilent(candidate.deploymentId())
                && counted(candidate.deploymentId()) <= most();
    }

    /** Why a candidate is not called because of what was called already; absent when that is not why. */
    @Nullable
    Spared sparing(Candidate candidate) {
        if (of(candidate) != null || Draw.holds(full, candidate)) {
            return null;
        }
        if (isSilent(candidate.deploymentId())) {
            return Spared.SILENT;
        }
        return counted(candidate.deploymentId()) > most() ? Spared.CALLS : null;
    }

    boolean isWorthRepeating(Tried entry) {
        UUID deployment = entry.candidate.deploymentId();
        return entry.failure.isWorthRepeating()
                && !Draw.holds(full, entry.candidate)
                && !isOutgrown(entry.candidate)
                && !isSilent(deployment)
                && counted(deployment) - entry.counted() + entry.calls <= most();
    }

    private int most() {
        return failover.settings().most();
    }

    private boolean isSilent(UUID deploymentId) {
        for (Tried each : tried) {
            if (each.candidate.deploymentId().equals(deploymentId) && each.failure instanceof TimedOut) {
                return true;
            }
        }
        return false;
    }

    private int counted(UUID deploymentId) {
        int counted = 0;
        for (Tried each : tried) {
            counted += each.candidate.deploymentId().equals(deploymentId) ? each.counted() : 0;
        }
        return counted;
    }

    /**
     * How long until a candidate can be called again.
     *
     * @param atEnd whether there is nobody else: else one that others found failing as well is not waited for
     */
    static long untilAgain(Tried entry, Condition condition, boolean atEnd, long now) {
        boolean failing = condition instanceof Condition.Cooling cooling && cooling.reason() == Reason.TROUBLE;
        return failing && !atEnd && entry.failure.retryAfter() == null
                ? NEVER
                : Math.max(resting(condition, now), entry.againAt - now);
    }

    /** How long until a candidate is no longer left alone, as far as that is known; 0 when it is not. */
    static long resting(Condition condition, long now) {
        return switch (condition) {
            case Condition.Healthy _ -> 0;
            case Condition.Cooling cooling -> Math.max(0, cooling.untilNanos() - now);
            case Condition.Probing probing -> probing.taken() ? LOOK_NANOS : 0;
            case Condition.Quarantined _ -> NEVER;
        };
    }

    /** Whether it may well answer though it is left alone. */
    static boolean isDoubtful(Condition condition) {
        return condition instanceof Condition.Probing
                || condition instanceof Condition.Cooling cooling && cooling.reason() == Reason.USED_UP;
    }

    /** When the provider wants to be asked again, or what is guessed in its place. */
    static Duration bounded(long nanos) {
        return Duration.ofNanos(Math.clamp(nanos, 1_000_000_000L, 60_000_000_000L));
    }
}

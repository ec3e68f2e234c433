package io.tollgate.routing;

import io.tollgate.provider.CredentialCheck.Way;
import io.tollgate.provider.Validity;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A check of all of a provider's credentials, under way or over. It is kept in memory, until the next one. */
public final class Validation {

    /** What has become of it. */
    public enum State {
        RUNNING,
        /** It was called off; what was begun is still brought to its end. */
        CANCELLING,
        DONE,
        CANCELLED,
        /** Nobody answers there. */
        UNREACHABLE,
        /** The provider's credentials cannot be checked. */
        NOT_CHECKABLE
    }

    private final int total;
    private final Map<UUID, Validity> found = new ConcurrentHashMap<>();
    private final AtomicInteger restored = new AtomicInteger();
    private final AtomicInteger silent = new AtomicInteger();
    private volatile State state = State.RUNNING;
    private volatile Way way = Way.LIST;
    private volatile @Nullable Instant endedAt;

    Validation(int total) {
        this.total = total;
    }

    public State state() {
        return state;
    }

    public boolean isRunning() {
        return state == State.RUNNING || state == State.CANCELLING;
    }

    public Way way() {
        return way;
    }

    void setWay(Way found) {
        way = found;
    }

    /** Absent while it runs. */
    public @Nullable Instant endedAt() {
        return endedAt;
    }

    /** What was found about a credential; absent when nothing was. */
    public @Nullable Validity of(UUID credentialId) {
        return found.get(credentialId);
    }

    /** Notes what was found; so many in a row were silent. */
    int note(UUID credentialId, Validity validity, boolean broughtBack) {
        found.put(credentialId, validity);
        if (broughtBack) {
            restored.incrementAndGet();
        }
        if (validity instanceof Validity.Unreachable) {
            return silent.incrementAndGet();
        }
        silent.set(0);
        return 0;
    }

    synchronized void cancel() {
        if (state == State.RUNNING) {
            state = State.CANCELLING;
        }
    }

    /** It is over; called off when it was called off before. */
    synchronized void end(State last, Instant now) {
        if (isRunning()) {
            boolean calledOff = state == State.CANCELLING && found.size() < total;
            state = calledOff ? State.CANCELLED : last;
            endedAt = now;
        }
    }

    /** How far it is, and what it found. */
    public Progress progress() {
        int[] counts = new int[4];
        found.values().forEach(validity -> counts[place(validity)]++);
        int done = counts[0] + counts[1] + counts[2] + counts[3];
        return new Progress(total, done, counts[0], counts[1], counts[2], counts[3], restored.get());
    }

    private static int place(Validity validity) {
        return switch (validity) {
            case Validity.Valid _ -> 0;
            case Validity.Refused _ -> 1;
            case Validity.Unreachable _ -> 2;
            case Validity.Undecided _ -> 3;
        };
    }

    /**
     * Counts of credentials.
     *
     * @param done of the total
     * @param restored of the valid ones those that were quarantined before
     */
    public record Progress(int total, int done, int valid, int refused, int unreachable, int undecided, int restored) {

        /** How much of it is done, in percent. */
        public int percent() {
            return total == 0 ? 100 : (int) (100L * done / total);
        }
    }
}

package io.tollgate.routing;

import io.tollgate.limit.Reservation;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.routing.Breaker.Pass;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A candidate's turn to answer a request: from just before the call to the end of its answer, or to its failure.
 * Whoever holds it closes it.
 */
public final class Turn implements AutoCloseable {

    /** Why it is this candidate's turn. */
    public enum Why {
        /** It comes first. */
        FIRST,
        /** The one before it did not answer. */
        NEXT,
        /** It did not answer, and is asked again after a while. */
        AGAIN,
        /** It was left alone, and the request waited for it. */
        WAITED,
        /** Nobody who serves the model that was asked for could answer. */
        FALLBACK
    }

    private final String model;
    private final boolean fallback;
    private final Candidate candidate;
    private final Reservation held;
    private final Pass pass;
    private final Why why;
    private final long waitedNanos;
    private long askedNanos;
    private long begunNanos;
    private long calledNanos;
    private boolean decided;
    private boolean failed;
    private boolean closed;

    Turn(String model, boolean fallback, Candidate candidate, Reservation held, Pass pass, Why why, long waitedNanos) {
        this.fallback = fallback;
        this.model = model;
        this.candidate = candidate;
        this.held = held;
        this.pass = pass;
        this.why = why;
        this.waitedNanos = waitedNanos;
    }

    /** The name clients ask for it by. */
    public String model() {
        return model;
    }

    /** Whether it serves another model than was asked for. */
    public boolean isFallback() {
        return fallback;
    }

    public Candidate candidate() {
        return candidate;
    }

    /** What is set aside of the candidate's limits; given back at the end, unless it was settled. */
    public Reservation held() {
        return held;
    }

    public Why why() {
        return why;
    }

    /** How long the request waited for it. */
    public Duration waited() {
        return Duration.ofNanos(waitedNanos);
    }

    /** It is asked now. */
    void asked(long now) {
        askedNanos = now;
    }

    /** Its answer begins now. Of several such moments the last one counts. */
    public void begun() {
        begunNanos = System.nanoTime();
    }

    /**
     * How long it took from the call to the beginning of its answer.
     *
     * @return absent when no answer began
     */
    public @Nullable Duration firstByte() {
        return begunNanos == 0 ? null : Duration.ofNanos(begunNanos - askedNanos);
    }

    /**
     * How long it was called: until it failed, or until its answer could be passed on.
     *
     * @return nanoseconds
     */
    public long calledNanos() {
        return calledNanos;
    }

    /** It began to answer: that decides, where others wait for it. */
    void answered(long now) {
        calledNanos = now - askedNanos;
        decided = true;
        if (pass == Pass.CANARY) {
            candidate.health().answered(pass);
        }
    }

    void failed(ProviderFailure failure, long now) {
        calledNanos = now - askedNanos;
        decided = true;
        failed = true;
        candidate.health().failed(pass, failure, now);
    }

    /** Its answer broke off after part of it had gone to the client. */
    public void broke(ProviderFailure failure) {
        failed = true;
        candidate.health().failed(pass, failure, System.nanoTime());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (!decided) {
                candidate.health().undecided(pass);
            } else if (!failed) {
                candidate.health().answered(Pass.FREE);
            }
            candidate.health().end();
            held.close();
        }
    }
}

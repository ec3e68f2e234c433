package io.tollgate.usage;

import io.tollgate.provider.ProviderFailure;
import io.tollgate.routing.Route;
import io.tollgate.routing.Turn;
import io.tollgate.usage.Entry.AttemptEnd;
import io.tollgate.usage.UsageRecord.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes on the calls of one exchange: when each began, how it ended, and who was passed over. */
final class CallNotes {

    private static final Integer OK = 200;

    private final long startedNanos;
    private final List<AttemptEnd> ends = new ArrayList<>(1);
    private @Nullable Trail trail;
    private int calls;
    private long callMicros;
    /** Spent on calls that failed, and on waiting for whom to call. */
    private long awayNanos;

    /** @param startedNanos when the request came, by {@link System#nanoTime()} */
    CallNotes(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    void along(Route route) {
        trail = Trail.along(route, startedNanos);
    }

    Trail trail() {
        Trail known = trail == null ? new Trail(startedNanos) : trail;
        trail = known;
        return known;
    }

    /** How many calls there were so far. */
    int calls() {
        return calls;
    }

    /** Whether a call has begun of which nothing is noted yet. */
    boolean isCalling() {
        return ends.size() < calls;
    }

    /** Microseconds since the last call began. */
    long callMicros() {
        return micros() - callMicros;
    }

    /** No call was made after all. */
    void withdraw() {
        calls = 0;
    }

    /**
     * A call begins.
     *
     * @return microseconds since the request came
     */
    long begin(Turn turn) {
        calls++;
        awayNanos += turn.waited().toNanos();
        callMicros = micros();
        return callMicros;
    }

    void failed(Turn turn, ProviderFailure failure, @Nullable Long cost) {
        Integer status = turn.firstByte() == null ? failure.answeredWith() : OK;
        ends.add(ending(turn, Outcome.of(failure), failure.error().code(), cost, status));
        awayNanos += turn.calledNanos();
    }

    /**
     * How all calls ended.
     *
     * @param turn whose answer went to the client; absent when nobody's did
     * @param outcome of that
     */
    List<AttemptEnd> ends(@Nullable Turn turn, Outcome outcome, @Nullable String code, @Nullable Long cost) {
        if (isCalling()) {
            Integer status = turn == null || turn.firstByte() == null ? null : OK;
            ends.add(ending(turn, outcome, code, cost, status));
        }
        return ends;
    }

    private AttemptEnd ending(
            @Nullable Turn turn,
            Outcome outcome,
            @Nullable String code,
            @Nullable Long cost,
            @Nullable Integer status) {
        Duration first = turn == null ? null : turn.firstByte();
        return new AttemptEnd(
                calls,
                outcome,
                code,
                callMicros(),
                cost,
                status,
                first == null ? null : Long.valueOf(first.toNanos() / 1_000));
    }

    /** Who else there was; absent when there was no choice. */
    @Nullable
    String trace() {
        return trail == null ? null : trail.text(calls);
    }

    /** Microseconds since the request came. */
    long micros() {
        return (System.nanoTime() - startedNanos) / 1_000;
    }

    /**
     * Microseconds since the request came, without what was spent on providers.
     *
     * @param turn who answers now, if anybody does
     */
    long overheadMicros(@Nullable Turn turn) {
        return (System.nanoTime() - startedNanos - awayNanos - (turn == null ? 0 : turn.calledNanos())) / 1_000;
    }
}

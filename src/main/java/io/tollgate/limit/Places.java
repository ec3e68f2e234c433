package io.tollgate.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The requests under way, and those that wait for one of them to end. Not for several threads. */
final class Places {

    private final Deque<Turn> turns = new ArrayDeque<>();
    private long running;

    /** @param turn the place of who asks, if it has one; nobody overtakes those that wait */
    @Nullable
    Denial check(Allowance allowance, @Nullable Turn turn) {
        Long limit = allowance.limits().concurrency();
        if (limit == null || running < limit && (turns.isEmpty() || turns.peek() == turn)) {
            return null;
        }
        return allowance.denial(Limit.CONCURRENCY, limit, limit == 0 ? Denial.NEVER : Counters.NANOS_UNTIL_AN_END);
    }

    void take() {
        running++;
    }

    void giveBack() {
        running--;
        tellFirst();
    }

    /** A place at the end of the queue; absent when it is full. */
    @Nullable
    Turn join(int longest) {
        if (turns.size() >= longest) {
            return null;
        }
        Turn turn = new Turn();
        turns.add(turn);
        return turn;
    }

    void leave(Turn turn) {
        turns.remove(turn);
        tellFirst();
    }

    private void tellFirst() {
        Turn first = turns.peek();
        if (first != null) {
            first.tell();
        }
    }

    long running() {
        return running;
    }

    int waiting() {
        return turns.size();
    }
}

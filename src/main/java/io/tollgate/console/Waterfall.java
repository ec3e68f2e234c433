package io.tollgate.console;

import io.tollgate.routing.Turn.Why;
import io.tollgate.usage.AttemptEntry;
import io.tollgate.usage.AttemptRecord;
import io.tollgate.usage.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The calls of an exchange along its time: when each was waited for, asked and heard.
 *
 * @param measured whether there is a time to show them along
 */
record Waterfall(List<Step> steps, boolean measured) {

    /**
     * One call.
     *
     * @param next why the call after it was made; absent after the last
     * @param waited how long it was waited for
     * @param silence from the call to the beginning of its answer, or to its end where none began
     * @param answer from there to its end
     */
    record Step(AttemptEntry attempt, @Nullable Why next, boolean last, Span waited, Span silence, Span answer) {}

    /** A part of the whole time, as a picture has it: {@code 12.5%}. */
    record Span(String from, String length) {

        static Span of(long from, long to, long whole) {
            return new Span(percent(from, whole), percent(Math.max(0, to - from), whole));
        }

        private static String percent(long part, long whole) {
            return String.format(Locale.ROOT, "%.2f%%", whole <= 0 ? 0.0 : Math.clamp(part * 100.0 / whole, 0, 100));
        }
    }

    static Waterfall of(UsageRecord row, List<AttemptEntry> attempts) {
        long whole = row.totalMicros();
        for (AttemptEntry attempt : attempts) {
            AttemptRecord call = attempt.record();
            whole = Math.max(whole, call.microsAfter(row.startedAt()) + call.micros());
        }
        List<Step> steps = new ArrayList<>(attempts.size());
        for (int i = 0; i < attempts.size(); i++) {
            boolean last = i == attempts.size() - 1;
            steps.add(step(attempts.get(i), last ? null : attempts.get(i + 1), row, whole));
        }
        return new Waterfall(List.copyOf(steps), whole > 0);
    }

    private static Step step(AttemptEntry attempt, @Nullable AttemptEntry next, UsageRecord row, long whole) {
        AttemptRecord call = attempt.record();
        long asked = call.microsAfter(row.startedAt());
        long ended = asked + call.micros();
        Long first = call.firstByteMicros();
        long heard = first == null ? ended : Math.min(ended, asked + first);
        return new Step(
                attempt,
                next == null ? null : next.record().why(),
                next == null,
                Span.of(Math.max(0, asked - call.waitedMicros()), asked, whole),
                Span.of(asked, heard, whole),
                Span.of(heard, ended, whole));
    }
}

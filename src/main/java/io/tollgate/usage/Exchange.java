package io.tollgate.usage;

import io.tollgate.chat.Usage;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.AttemptEnd;
import io.tollgate.usage.Entry.End;
import io.tollgate.usage.Entry.Start;
import io.tollgate.usage.UsageRecord.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exchange as the journal tells it: how it began, and the calls it made so far. */
record Exchange(Start start, List<Attempt> attempts) {

    private static final Usage UNKNOWN = Usage.NONE;

    static Exchange begun(Start start) {
        return new Exchange(start, List.of());
    }

    Exchange with(Attempt attempt) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(attempt);
        return new Exchange(start, more);
    }

    /** Its row, now that it is over. */
    UsageRecord record(End end) {
        Attempt last = attempts.isEmpty() ? null : attempts.getLast();
        return new UsageRecord(
                start.id(),
                start.startedAt(),
                start.requestId(),
                start.keyId(),
                start.teamId(),
                start.operation(),
                start.modelAsked(),
                last == null ? null : last.providerId(),
                last == null ? null : last.credentialId(),
                last == null ? null : last.model(),
                end.status(),
                end.outcome(),
                end.errorCode(),
                start.streamed(),
                attempts.size(),
                end.usage(),
                end.costNano(),
                end.firstByteMicros(),
                end.totalMicros(),
                end.losses(),
                end.trace());
    }

    /** What budgets are charged for it while nobody knows its cost; absent where they go by its cost. */
    @Nullable
    ReservedSpend reserved(End end) {
        return end.costNano() != null || attempts.isEmpty() || start.reservedNano() == 0
                ? null
                : new ReservedSpend(start.id(), start.startedAt(), start.keyId(), start.teamId(), start.reservedNano());
    }

    /** The rows of its calls. */
    List<AttemptRecord> attempts(End end) {
        List<AttemptRecord> rows = new ArrayList<>(attempts.size());
        for (Attempt attempt : attempts) {
            rows.add(AttemptRecord.of(start, attempt, ending(attempt, end)));
        }
        return rows;
    }

    private static AttemptEnd ending(Attempt attempt, End end) {
        return end.attempts().stream()
                .filter(each -> each.number() == attempt.number())
                .findFirst()
                .orElseGet(() -> new AttemptEnd(
                        attempt.number(),
                        end.outcome(),
                        end.errorCode(),
                        end.totalMicros() - attempt.startMicros(),
                        null,
                        EntryReader.usual(end.outcome()),
                        null));
    }

    /** The end of an exchange nobody heard the end of: it costs at least what was sent to providers. */
    End interrupted() {
        long tokens = 0;
        Long cost = 0L;
        List<AttemptEnd> ends = new ArrayList<>();
        for (Attempt attempt : attempts) {
            tokens += attempt.promptTokens();
            cost = sum(cost, attempt.promptNano());
            ends.add(new AttemptEnd(
                    attempt.number(), Outcome.INTERRUPTED, "interrupted", 0, attempt.promptNano(), null, null));
        }
        Usage usage = tokens == 0 ? UNKNOWN : Usage.estimated(tokens, 0);
        return new End(start.id(), Outcome.INTERRUPTED, 500, "interrupted", usage, cost, null, 0, null, ends, null);
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        return a == null || b == null ? null : Long.valueOf(Math.addExact(a, b));
    }
}

package io.tollgate.limit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One comparison of what counters believe with what the ledger's rows say: the requests of the day, and the money of
 * the budget's period. It looks at the counters, and a second time after the rows were read. The rows must lie between
 * what was settled before and what was begun after; where nothing happened in between, that is equality. A call has no
 * row before its exchange is over, so calls are compared where all exchanges under way began after the first look.
 * Nothing waits for it.
 */
public final class CounterCheck {

    private static final Logger log = LoggerFactory.getLogger(CounterCheck.class);

    private final History history;
    private final Clocks clocks;
    private final long begunMillis;
    private final List<Seen> first = new ArrayList<>();
    private final Map<Question, Map<UUID, Long>> answers = new HashMap<>();

    private record Seen(Scope scope, UUID id, Counters counters, Glimpse glimpse) {}

    private record Question(Scope scope, boolean money, long start) {}

    /**
     * What came of it.
     *
     * @param compared numbers that could be held against the ledger
     * @param differences those of them that were wrong; they have been put right where nothing was under way
     */
    public record Result(int compared, int differences) {

        private Result and(Result other) {
            return new Result(compared + other.compared, differences + other.differences);
        }
    }

    private static final Result NONE = new Result(0, 0);
    private static final Result RIGHT = new Result(1, 0);
    private static final Result WRONG = new Result(1, 1);

    CounterCheck(History history, Clocks clocks) {
        this.history = history;
        this.clocks = clocks;
        this.begunMillis = clocks.millis();
    }

    void see(Scope scope, UUID id, Counters counters) {
        Glimpse glimpse = counters.glimpse();
        if (scope.isOfCalls()) {
            counters.dayTrust().enter(glimpse.dayStart());
        }
        first.add(new Seen(scope, id, counters, glimpse));
    }

    /**
     * Reads the rows and compares. All that had ended when it began must be in them by now.
     *
     * @param periods the budgets' periods whose money is compared
     * @param oldestUnderWay when the oldest exchange that has not ended began, or now
     */
    public Result finish(Set<BudgetPeriod> periods, Instant oldestUnderWay) {
        Result sum = NONE;
        for (Seen seen : first) {
            if (!seen.scope().isOfCalls() || oldestUnderWay.toEpochMilli() > begunMillis) {
                sum = sum.and(requests(seen, oldestUnderWay.toEpochMilli()));
            }
            BudgetPeriod period = seen.glimpse().period();
            if (period != null && periods.contains(period)) {
                sum = sum.and(money(seen, oldestUnderWay.toEpochMilli()));
            }
        }
        return sum;
    }

    /** All periods. */
    public static Set<BudgetPeriod> everyPeriod() {
        return EnumSet.allOf(BudgetPeriod.class);
    }

    private Result requests(Seen seen, long oldest) {
        Glimpse before = seen.glimpse();
        long rows = rows(new Question(seen.scope(), false, before.dayStart()), seen.id());
        Glimpse after = seen.counters().glimpse();
        if (!before.isComparable(after)) {
            return NONE;
        }
        boolean right = rows >= before.requests() - before.running() && rows <= after.requests();
        if (before.equals(after) && after.running() == 0) {
            return still(seen, seen.counters().dayTrust(), rows - after.requests(), 0, oldest);
        }
        return busy(seen, seen.counters().dayTrust(), right);
    }

    private Result money(Seen seen, long oldest) {
        Glimpse before = seen.glimpse();
        long rows = rows(new Question(seen.scope(), true, before.spendStart()), seen.id());
        Glimpse after = seen.counters().glimpse();
        if (!before.isComparable(after)) {
            return NONE;
        }
        boolean right = rows >= before.spentNano() && (after.running() > 0 || rows <= after.spentNano());
        if (before.equals(after) && after.running() == 0) {
            return still(seen, seen.counters().spendTrust(), 0, rows - after.spentNano(), oldest);
        }
        return busy(seen, seen.counters().spendTrust(), right);
    }

    private long rows(Question question, UUID id) {
        Map<UUID, Long> answer = answers.computeIfAbsent(question, asked -> {
            Instant from = asked.start() == Long.MIN_VALUE ? Instant.EPOCH : Instant.ofEpochMilli(asked.start());
            return asked.money() ? history.spend(asked.scope(), from) : history.requests(asked.scope(), from);
        });
        return answer.getOrDefault(id, 0L);
    }

    private Result busy(Seen seen, Trust trust, boolean right) {
        if (!trust.isGiven()) {
            return NONE;
        }
        return right ? RIGHT : wrong(seen, "while requests are under way");
    }

    /** Nothing happened in between: what the rows say holds. */
    private Result still(Seen seen, Trust trust, long missingRequests, long missingNano, long oldest) {
        boolean right = missingRequests == 0 && missingNano == 0;
        boolean trusted = trust.isGiven();
        if (!right) {
            seen.counters().adopt(seen.glimpse(), missingRequests, missingNano);
        }
        trust.earn(Math.min(oldest, clocks.millis()));
        if (right) {
            return RIGHT;
        }
        return trusted ? wrong(seen, "by " + missingRequests + " requests and " + missingNano + " nano-dollars") : NONE;
    }

    private static Result wrong(Seen seen, String how) {
        log.error("What the {} {} has used differs from the ledger's rows {}", seen.scope(), seen.id(), how);
        return WRONG;
    }
}

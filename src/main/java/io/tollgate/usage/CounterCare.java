package io.tollgate.usage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.CounterCheck;
import io.tollgate.limit.LimitBook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Holds what limits and budgets believe was used against the ledger's rows, every half a minute. It looks at the
 * counters in one turn of the ledger's thread and reads the rows in the next, when all that had ended is in them.
 */
@Component
public class CounterCare {

    private static final Duration BETWEEN = Duration.ofSeconds(30);
    private static final int LONG_PERIODS = 10;
    private static final int ALL_PERIODS = 120;

    private final LimitBook book;
    private final InstantSource clock;

    private @Nullable CounterCheck begun;
    private Instant next = Instant.EPOCH;
    private int turn;
    private volatile LedgerStatus.Check lastCheck = new LedgerStatus.Check(null, 0, 0);

    CounterCare(LimitBook book, Ledger ledger, InstantSource clock, MeterRegistry metrics) {
        this.book = book;
        this.clock = clock;
        Gauge.builder(
                        "tollgate.ledger.differences",
                        this,
                        care -> care.lastCheck().differences())
                .description(Ledger.DIFFERENCES)
                .tag("between", "counters")
                .register(metrics);
        ledger.add(this::tend);
    }

    /** The last comparison, and how many numbers were ever found wrong. */
    public LedgerStatus.Check lastCheck() {
        return lastCheck;
    }

    void tend(boolean complete, Instant oldestUnderWay) {
        CounterCheck check = begun;
        if (check != null) {
            begun = null;
            if (complete) {
                note(check.finish(periods(), oldestUnderWay));
            }
        } else if (!clock.instant().isBefore(next)) {
            next = clock.instant().plus(BETWEEN);
            begun = book.check(turn % LONG_PERIODS == 0);
        }
    }

    private void note(CounterCheck.Result result) {
        turn = (turn + 1) % ALL_PERIODS;
        LedgerStatus.Check last = lastCheck;
        lastCheck =
                new LedgerStatus.Check(clock.instant(), last.checks() + 1, last.differences() + result.differences());
    }

    /** The longer a period, the more there is to add up, and the seldomer it is done. */
    private Set<BudgetPeriod> periods() {
        if (turn == 0) {
            return CounterCheck.everyPeriod();
        }
        return turn % LONG_PERIODS == 0
                ? EnumSet.complementOf(EnumSet.of(BudgetPeriod.TOTAL))
                : EnumSet.of(BudgetPeriod.DAY);
    }
}

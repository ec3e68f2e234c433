package io.tollgate.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Fills counters with what the ledger knows: one question for each kind of them and each stretch of time. */
final class Restoring {

    private static final Duration MINUTE = Duration.ofNanos(SlidingWindow.SLOTS * SlidingWindow.SLOT_NANOS);

    private final History history;
    private final Clocks clocks;

    Restoring(History history, Clocks clocks) {
        this.history = history;
        this.clocks = clocks;
    }

    void restore(Collection<Past> all) {
        if (!all.isEmpty()) {
            history.bringUpToDate();
        }
        for (Scope scope : Scope.values()) {
            List<Past> rates = wanted(all, scope, null);
            if (!rates.isEmpty()) {
                rates(scope, rates);
            }
            for (BudgetPeriod period : BudgetPeriod.values()) {
                List<Past> money = wanted(all, scope, period);
                if (!money.isEmpty()) {
                    spend(scope, period, money);
                }
            }
        }
    }

    private static List<Past> wanted(Collection<Past> all, Scope scope, @Nullable BudgetPeriod period) {
        return all.stream()
                .filter(past -> past.scope() == scope && past.period() == period)
                .toList();
    }

    private void rates(Scope scope, List<Past> wanted) {
        Instant now = clocks.wall().instant();
        Map<UUID, List<History.Recent>> recent = history.recent(scope, now.minus(MINUTE));
        Map<UUID, Long> today = history.requests(scope, start(BudgetPeriod.DAY, now));
        Map<UUID, Long> both = history.requests(scope, previousStart(BudgetPeriod.DAY, now));
        for (Past past : wanted) {
            UUID id = past.id();
            past.counters().restoreMinute(recent.getOrDefault(id, List.of()));
            past.counters().restoreDay(today.getOrDefault(id, 0L), both.getOrDefault(id, 0L));
        }
    }

    private void spend(Scope scope, BudgetPeriod period, List<Past> wanted) {
        Instant now = clocks.wall().instant();
        Map<UUID, Long> spent = history.spend(scope, start(period, now));
        Map<UUID, Long> both = period == BudgetPeriod.TOTAL ? spent : history.spend(scope, previousStart(period, now));
        for (Past past : wanted) {
            UUID id = past.id();
            past.counters().follow(period, now.toEpochMilli(), spent.getOrDefault(id, 0L), both.getOrDefault(id, 0L));
        }
    }

    private Instant previousStart(BudgetPeriod period, Instant now) {
        return start(period, start(period, now).minusMillis(1));
    }

    private Instant start(BudgetPeriod period, Instant now) {
        long millis = period.startMillis(now, clocks.zone());
        return millis == Long.MIN_VALUE ? Instant.EPOCH : Instant.ofEpochMilli(millis);
    }
}

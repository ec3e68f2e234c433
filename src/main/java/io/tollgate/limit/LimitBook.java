package io.tollgate.limit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The counters of everything that is limited. They live in memory, outlive the catalogs that say what is allowed, and
 * begin with what the ledger knows.
 */
@Component
public class LimitBook {

    private final Clocks clocks;
    private final History history;
    private volatile Map<Id, Counters> counters = Map.of();
    private volatile Map<Id, Budget> budgets = Map.of();

    private record Id(Scope scope, UUID id) {}

    @Autowired
    LimitBook(LimitSettings settings, InstantSource clock, History history) {
        this(new Clocks(System::nanoTime, clock, settings.zone()), history);
    }

    LimitBook(Clocks clocks, History history) {
        this.clocks = clocks;
        this.history = history;
    }

    /** What was used of something; nothing when it is not limited. */
    public Reading read(Scope scope, UUID id) {
        Counters found = counters.get(new Id(scope, id));
        return found == null ? Reading.NOTHING : found.read();
    }

    /** The budgets of all keys and teams in use, and what was spent of each. */
    public List<Spending> spendings() {
        List<Spending> all = new ArrayList<>();
        Map<Id, Counters> counted = counters;
        budgets.forEach((id, budget) -> {
            Counters found = counted.get(id);
            if (found != null) {
                all.add(new Spending(id.scope(), id.id(), budget, found.read()));
            }
        });
        return all;
    }

    /** Begins to say anew what is limited. */
    public Draft draft() {
        return new Draft();
    }

    /**
     * Begins to compare the counters with the ledger.
     *
     * @param calls whether those of deployments, credentials and providers too: that takes longer
     */
    public CounterCheck check(boolean calls) {
        CounterCheck check = new CounterCheck(history, clocks);
        counters.forEach((id, found) -> {
            if (calls || !id.scope().isOfCalls()) {
                check.see(id.scope(), id.id(), found);
            }
        });
        return check;
    }

    /**
     * Corrects what something has spent of its budget: requests of a time cost another amount than was thought.
     *
     * @param nano in nano-dollars, more or less
     */
    public void correct(Scope scope, UUID id, Instant at, long nano) {
        Counters found = counters.get(new Id(scope, id));
        if (found != null) {
            found.correct(at.toEpochMilli(), nano);
        }
    }

    /** All that is limited, as the next catalog says it. */
    public final class Draft {

        private final Map<Id, Counters> kept = new HashMap<>();
        private final Map<Id, Budget> money = new HashMap<>();
        private final List<Past> fresh = new ArrayList<>();

        private Draft() {}

        /**
         * What one thing may use; absent when nothing of it is limited.
         *
         * @param queue how many requests may wait for others to end
         */
        public @Nullable Allowance allowance(Scope scope, UUID id, Limits limits, @Nullable Budget budget, int queue) {
            if (limits.isNone() && budget == null) {
                return null;
            }
            Id key = new Id(scope, id);
            Counters used = kept.computeIfAbsent(key, this::find);
            if (budget != null) {
                money.put(key, budget);
            }
            if (budget != null && used.period() != budget.period()) {
                fresh.add(new Past(scope, id, used, budget.period()));
            }
            return new Allowance(scope, limits, budget, queue, used);
        }

        private Counters find(Id key) {
            Counters known = counters.get(key);
            if (known != null) {
                return known;
            }
            Counters made = new Counters(clocks);
            fresh.add(new Past(key.scope(), key.id(), made, null));
            return made;
        }

        /**
         * Makes it hold. What is limited for the first time, or by another period, begins with what the ledger knows;
         * until then counters in use go on as they were.
         */
        public void commit() {
            new Restoring(history, clocks).restore(fresh);
            counters = Map.copyOf(kept);
            budgets = Map.copyOf(money);
        }
    }
}

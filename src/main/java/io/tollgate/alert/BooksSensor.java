package io.tollgate.alert;

import io.tollgate.usage.CounterCare;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.LedgerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Watches the books: whether they contradict each other, fall behind, or have no room left. */
@Component
final class BooksSensor implements Sensor {

    private static final Subject BOOKS = new Subject(Subject.Kind.BOOKS, null, null, "ledger");

    private final Ledger ledger;
    private final CounterCare counters;

    private long known;
    private @Nullable Instant lastRise;

    BooksSensor(Ledger ledger, CounterCare counters) {
        this.ledger = ledger;
        this.counters = counters;
    }

    @Override
    public Set<Rule> rules() {
        return EnumSet.of(Rule.BOOKS_WRONG, Rule.BOOKS_BEHIND, Rule.DISK_FULL);
    }

    @Override
    public void look(Map<Rule, Rule.Numbers> numbers, Instant now, Consumer<Finding> found) {
        LedgerStatus status = ledger.status();
        long differences = status.check().differences() + counters.lastCheck().differences();
        if (differences + status.faults() > known) {
            known = differences + status.faults();
            lastRise = now;
        }
        Rule.Numbers wrong = numbers.getOrDefault(Rule.BOOKS_WRONG, Rule.BOOKS_WRONG.usual());
        if (lastRise != null && now.isBefore(lastRise.plus(Duration.ofMinutes(wrong.windowMinutes())))) {
            found.accept(new Finding(
                    Rule.BOOKS_WRONG, BOOKS, List.of(Long.toString(differences), Long.toString(status.faults()))));
        }
        Rule.Numbers behind = numbers.getOrDefault(Rule.BOOKS_BEHIND, Rule.BOOKS_BEHIND.usual());
        if (status.waiting() >= behind.threshold()) {
            found.accept(new Finding(Rule.BOOKS_BEHIND, BOOKS, List.of(Long.toString(status.waiting()))));
        }
        if (status.full()) {
            found.accept(new Finding(Rule.DISK_FULL, BOOKS, List.of()));
        }
    }
}

package io.tollgate.alert;

import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKeys;
import io.tollgate.limit.Budget;
import io.tollgate.limit.LimitBook;
import io.tollgate.limit.Scope;
import io.tollgate.limit.Spending;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Watches the budgets of keys and teams by their counters. A budget that is spent was nearly spent before. */
@Component
final class BudgetSensor implements Sensor {

    private static final int NANO = 9;
    private static final int CENTS = 2;
    private static final int WHOLE = 100;

    private final LimitBook book;
    private final Teams teams;
    private final VirtualKeys keys;

    BudgetSensor(LimitBook book, Teams teams, VirtualKeys keys) {
        this.book = book;
        this.teams = teams;
        this.keys = keys;
    }

    @Override
    public Set<Rule> rules() {
        return EnumSet.of(Rule.BUDGET_NEARLY_SPENT, Rule.BUDGET_SPENT);
    }

    @Override
    public void look(Map<Rule, Rule.Numbers> numbers, Instant now, Consumer<Finding> found) {
        Rule.Numbers soft = numbers.getOrDefault(Rule.BUDGET_NEARLY_SPENT, Rule.BUDGET_NEARLY_SPENT.usual());
        for (Spending spending : book.spendings()) {
            boolean spent = spending.isSpent();
            long nano = spending.reading().spentNano();
            if (spent || spending.budget().isSpentTo(soft.threshold(), nano)) {
                Subject subject = subject(spending);
                List<String> facts = facts(spending);
                found.accept(new Finding(Rule.BUDGET_NEARLY_SPENT, subject, facts));
                if (spent) {
                    found.accept(new Finding(Rule.BUDGET_SPENT, subject, facts));
                }
            }
        }
    }

    private Subject subject(Spending spending) {
        UUID id = spending.id();
        return spending.scope() == Scope.TEAM
                ? Subject.of(Subject.Kind.TEAM, id, Names.of(id, teams::findById))
                : Subject.of(Subject.Kind.KEY, id, Names.of(id, keys::findById));
    }

    private static List<String> facts(Spending spending) {
        Budget budget = spending.budget();
        long spent = spending.reading().spentNano();
        Instant ends = spending.reading().budgetEnds();
        return List.of(
                dollars(spent),
                dollars(budget.amountNano()),
                percent(spent, budget.amountNano()),
                "#alerts.period." + budget.period(),
                ends == null ? "#alerts.never" : Wording.time(ends));
    }

    private static String dollars(long nano) {
        BigDecimal amount = BigDecimal.valueOf(nano, NANO).stripTrailingZeros();
        boolean small = amount.abs().compareTo(BigDecimal.ONE) < 0;
        BigDecimal brief = small ? amount : amount.setScale(CENTS, RoundingMode.HALF_UP);
        return "$" + (brief.scale() < CENTS ? brief.setScale(CENTS) : brief).toPlainString();
    }

    private static String percent(long part, long whole) {
        return whole <= 0
                ? String.valueOf(WHOLE)
                : BigDecimal.valueOf(part)
                        .multiply(BigDecimal.valueOf(WHOLE))
                        .divide(BigDecimal.valueOf(whole), 0, RoundingMode.DOWN)
                        .toPlainString();
    }
}

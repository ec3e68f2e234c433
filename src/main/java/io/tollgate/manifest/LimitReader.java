package io.tollgate.manifest;

import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.Limits;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads declared limits and budgets. */
final class LimitReader {

    private static final String[] LIMITS = {"rpm", "tpm", "rpd", "concurrency"};

    private LimitReader() {}

    /** The keys that a section with limits may hold beside its own. */
    static String[] with(String... known) {
        return Stream.concat(Stream.of(LIMITS), Stream.of(known)).toArray(String[]::new);
    }

    static Limits limits(Section section) {
        return new Limits(
                limit(section, "rpm"), limit(section, "tpm"), limit(section, "rpd"), limit(section, "concurrency"));
    }

    /** -1 is no limit. */
    private static @Nullable Long limit(Section section, String key) {
        return section.find(key).map(value -> (long) value.whole(-1)).orElse(null);
    }

    static @Nullable Budget budget(Section section) {
        return section.section("budget").map(LimitReader::amount).orElse(null);
    }

    private static Budget amount(Section budget) {
        budget.only("amount", "period");
        Scalar amount = budget.require("amount");
        BudgetPeriod period = period(budget.require("period"));
        try {
            return Budget.ofDollars(amount.dollars(), period);
        } catch (ArithmeticException e) {
            throw amount.at().error("is too large, or finer than a nano-dollar");
        }
    }

    private static BudgetPeriod period(Scalar value) {
        String wanted = value.string();
        for (BudgetPeriod period : BudgetPeriod.values()) {
            if (name(period).equals(wanted)) {
                return period;
            }
        }
        throw value.at()
                .error("is not known; known are: "
                        + Arrays.stream(BudgetPeriod.values())
                                .map(LimitReader::name)
                                .collect(Collectors.joining(", ")));
    }

    private static String name(BudgetPeriod period) {
        return period.name().toLowerCase(Locale.ROOT);
    }
}

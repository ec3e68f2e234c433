package io.tollgate.console;

import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.Limits;
import io.tollgate.provider.AddressRange;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Limits and a budget as they are typed. What is left empty is not limited.
 *
 * @param amount of the budget in US dollars
 * @param period of the budget, by its name
 * @param queue how many requests may wait
 * @param addresses ranges, one on each line
 */
record LimitForm(
        @Nullable String rpm,
        @Nullable String tpm,
        @Nullable String rpd,
        @Nullable String concurrency,
        @Nullable String amount,
        @Nullable String period,
        @Nullable String queue,
        @Nullable String addresses) {

    private static final Pattern COUNT = Pattern.compile("-1|0|[1-9][0-9]{0,11}");
    private static final Pattern QUEUE = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,8})(\\.[0-9]{1,9})?");
    private static final int LONGEST_ADDRESSES = 2_000;

    LimitForm {
        rpm = ProviderForm.text(rpm);
        tpm = ProviderForm.text(tpm);
        rpd = ProviderForm.text(rpd);
        concurrency = ProviderForm.text(concurrency);
        amount = ProviderForm.text(amount);
        queue = ProviderForm.text(queue);
        addresses = ProviderForm.text(addresses);
    }

    static LimitForm of(Limits limits, @Nullable Budget budget, int queue, List<String> addresses) {
        return new LimitForm(
                text(limits.rpm()),
                text(limits.tpm()),
                text(limits.rpd()),
                text(limits.concurrency()),
                budget == null ? null : budget.dollars().toPlainString(),
                (budget == null ? BudgetPeriod.MONTH : budget.period()).name(),
                queue == 0 ? null : Integer.toString(queue),
                String.join("\n", addresses));
    }

    private static @Nullable String text(@Nullable Long limit) {
        return limit == null ? null : limit.toString();
    }

    /** What is wrong, by the field's name: the key of a message. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        check(problems, "rpm", rpm, COUNT, "limits.count.invalid");
        check(problems, "tpm", tpm, COUNT, "limits.count.invalid");
        check(problems, "rpd", rpd, COUNT, "limits.count.invalid");
        check(problems, "concurrency", concurrency, COUNT, "limits.count.invalid");
        check(problems, "amount", amount, AMOUNT, "limits.amount.invalid");
        check(problems, "queue", queue, QUEUE, "limits.queue.invalid");
        if (!areRanges()) {
            problems.put("addresses", "limits.addresses.invalid");
        }
        return problems;
    }

    private static void check(
            Map<String, String> problems, String name, @Nullable String typed, Pattern wanted, String message) {
        if (typed != null && !wanted.matcher(typed).matches()) {
            problems.put(name, message);
        }
    }

    private boolean areRanges() {
        try {
            ranges().forEach(AddressRange::parse);
            return String.join("\n", ranges()).length() <= LONGEST_ADDRESSES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The addresses the key may be used from. */
    List<String> ranges() {
        return addresses == null
                ? List.of()
                : addresses
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
    }

    Limits limits() {
        return new Limits(count(rpm), count(tpm), count(rpd), count(concurrency));
    }

    private static @Nullable Long count(@Nullable String typed) {
        return typed == null ? null : Long.valueOf(typed);
    }

    @Nullable
    Budget budget() {
        if (amount == null) {
            return null;
        }
        BudgetPeriod chosen = BudgetPeriod.MONTH;
        for (BudgetPeriod known : BudgetPeriod.values()) {
            chosen = known.name().equals(period) ? known : chosen;
        }
        return Budget.ofDollars(new BigDecimal(amount), chosen);
    }

    int queueLength() {
        return queue == null ? 0 : Integer.parseInt(queue);
    }
}

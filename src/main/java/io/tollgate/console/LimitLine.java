package io.tollgate.console;

import io.tollgate.limit.Budget;
import io.tollgate.limit.Limits;
import io.tollgate.limit.Reading;
import io.tollgate.limit.Scope;
import io.tollgate.storage.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that may be limited, and how much of it is used.
 *
 * @param within what it belongs to: a key's team, a credential's provider, a deployment's model
 * @param path its own page
 * @param form what may be changed
 */
record LimitLine(
        Scope scope,
        Row row,
        String name,
        @Nullable String within,
        String path,
        Limits limits,
        @Nullable Budget budget,
        LimitForm form,
        Reading reading) {

    public UUID id() {
        return row.getId();
    }

    /** The scope in an address. */
    public String word() {
        return scope.name().toLowerCase(Locale.ROOT);
    }

    public boolean isLimited() {
        return !limits.isNone()
                || budget != null
                || queueLength() > 0
                || !addresses().isEmpty();
    }

    /** How many requests may wait. */
    public int queueLength() {
        return form.queueLength();
    }

    /** The ranges it may be used from; none: from everywhere. */
    public List<String> addresses() {
        return form.ranges();
    }

    public boolean hasBudget() {
        return scope == Scope.KEY || scope == Scope.TEAM;
    }

    public boolean hasQueue() {
        return scope == Scope.TEAM;
    }

    public boolean hasAddresses() {
        return scope == Scope.KEY;
    }

    /** One bar for each limit. */
    public List<UseBar> bars() {
        List<UseBar> bars = new ArrayList<>();
        if (budget != null) {
            bars.add(bar(budget));
        }
        add(bars, "rpm", limits.rpm(), reading.minuteRequests());
        add(bars, "tpm", limits.tpm(), reading.minuteTokens());
        Long perDay = limits.rpd();
        if (perDay != null) {
            bars.add(UseBar.ofCount("rpd", reading.dayRequests(), perDay, reading.dayEnds()));
        }
        add(bars, "concurrency", limits.concurrency(), reading.running());
        return bars;
    }

    private UseBar bar(Budget money) {
        return new UseBar(
                "budget." + money.period(),
                true,
                reading.spentNano(),
                reading.reservedNano(),
                money.amountNano(),
                money.isNearlySpent(reading.spentNano()),
                reading.budgetEnds());
    }

    private static void add(List<UseBar> bars, String key, @Nullable Long limit, long used) {
        if (limit != null) {
            bars.add(UseBar.ofCount(key, used, limit, null));
        }
    }
}

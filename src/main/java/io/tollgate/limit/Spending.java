package io.tollgate.limit;

import java.util.UUID;

/** A budget of a key or team, and what was used of it at one moment. */
public record Spending(Scope scope, UUID id, Budget budget, Reading reading) {

    /** Whether it is spent, or what is left of it did not do for a request any more. */
    public boolean isSpent() {
        boolean refuses = reading.refusedNano() == budget.amountNano() && budget.isNearlySpent(reading.spentNano());
        return refuses || reading.spentNano() >= budget.amountNano();
    }
}

package io.tollgate.limit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counters that the ledger knows more of.
 *
 * @param period the budget's, which they are to follow with what was spent in it; absent for the requests and tokens
 */
record Past(
        Scope scope, UUID id, Counters counters, @Nullable BudgetPeriod period) {}

package io.tollgate.limit;

/** The kinds of limit. */
public enum Limit {
    REQUESTS_PER_MINUTE,
    TOKENS_PER_MINUTE,
    REQUESTS_PER_DAY,
    CONCURRENCY,
    /** The budget is spent, or what is left of it does not do for the request. */
    BUDGET,
    /** What is left of the budget is reserved by requests under way. */
    BUDGET_RESERVED
}

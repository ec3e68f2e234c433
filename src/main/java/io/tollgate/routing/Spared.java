package io.tollgate.routing;

/** Why a candidate was not asked that nothing is known against. */
public enum Spared {
    /** Its deployment did not answer this request in time. */
    SILENT,
    /** Its deployment was called as often for this request as it may be. */
    CALLS,
    /** There were too many further calls lately. */
    RETRY_BUDGET,
    /** The request has taken too long already. */
    DEADLINE
}

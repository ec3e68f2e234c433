package io.tollgate.limit;

/**
 * What a request has taken from one counter.
 *
 * @param slot of the minute
 * @param millis when, in milliseconds since 1970
 */
record Hold(Counters counters, long slot, long millis, long tokens, long costNano) {}

package io.tollgate.limit;

/** What comes of asking for a reservation. */
public sealed interface Verdict permits Reservation, Denial {}

package io.tollgate.journal;

/**
 * A place in the journal.
 *
 * @param segment the number of the first record of the segment
 * @param offset bytes from the segment's start
 * @param record the number of the last record before it; 0 before the first
 */
public record Position(long segment, long offset, long record) {

    /** Before everything. */
    public static final Position START = new Position(0, 0, 0);
}

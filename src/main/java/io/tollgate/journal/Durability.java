package io.tollgate.journal;

/** When a record is safe. A record that was appended outlives the process in each case. */
public enum Durability {
    /** Whoever settles waits until the disk has the record: a loss of power loses nothing that was settled. */
    FSYNC,
    /** The disk has it within a fifth of a second: a loss of power loses at most that. */
    GROUP,
    /** When the operating system likes, usually within 30 seconds. */
    NONE
}

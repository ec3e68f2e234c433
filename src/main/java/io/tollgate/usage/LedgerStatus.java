package io.tollgate.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the books stand.
 *
 * @param durability when a record is safe from a loss of power
 * @param waiting records of the journal that are not in the database yet
 * @param underWay exchanges that have begun and not ended
 * @param faults records that were damaged, missing or refused
 * @param full whether the disk is full, so that nothing begins
 */
public record LedgerStatus(
        String durability, long waiting, int underWay, long faults, boolean full, long journalBytes, Check check) {

    /**
     * The comparison of rows with their sums.
     *
     * @param at the last one; absent before the first
     * @param differences how many found a difference
     */
    public record Check(@Nullable Instant at, long checks, long differences) {}
}

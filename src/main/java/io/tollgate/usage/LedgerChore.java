package io.tollgate.usage;

import java.sql.SQLException;
import java.time.Instant;

/** Something the ledger's thread does between two loads, a small piece at a time: so nobody else writes meanwhile. */
interface LedgerChore {

    /**
     * Does the next piece, if it is time.
     *
     * @param complete whether all that had ended when the load began is in the database
     * @param oldestUnderWay when the oldest exchange that has not ended began, or now
     */
    void tend(boolean complete, Instant oldestUnderWay) throws SQLException;
}

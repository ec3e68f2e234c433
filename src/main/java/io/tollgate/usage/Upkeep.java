package io.tollgate.usage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done beside loading. What fails is left alone for some seconds, and holds nothing else up. */
final class Upkeep {

    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration REST = Duration.ofSeconds(5);

    private final Map<Object, Long> failedAt = new HashMap<>();

    /** A piece of it. */
    interface Piece {
        void run() throws SQLException;
    }

    /** Does a piece, unless the last one of the same failed just now. */
    void tend(Object whose, Piece piece) {
        Long failed = failedAt.get(whose);
        if (failed != null && System.nanoTime() - failed < REST.toNanos()) {
            return;
        }
        try {
            piece.run();
            failedAt.remove(whose);
        } catch (SQLException | RuntimeException e) {
            failedAt.put(whose, System.nanoTime());
            log.warn("What the ledger's thread does beside loading failed, it tries again soon", e);
        }
    }
}

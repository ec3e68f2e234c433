package io.tollgate.usage;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The name of a row that the ledger mentions, as it is today.
 *
 * @param retiredAt absent while it is in use
 */
public record LedgerName(UUID id, String name, @Nullable Instant retiredAt) {

    public boolean retired() {
        return retiredAt != null;
    }
}

package io.tollgate.usage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of the ledger, the newest first.
 *
 * @param newerThan where the page of newer rows begins; absent when there are none
 * @param olderThan where the page of older rows begins; absent when there are none
 * @param lookedTo how far the search went before it had passed over as many rows as it may; absent when it found
 *     enough, or looked at everything
 */
public record UsagePage(
        List<UsageEntry> entries,
        @Nullable UUID newerThan,
        @Nullable UUID olderThan,
        @Nullable Instant lookedTo) {

    public boolean hasNewer() {
        return newerThan != null;
    }

    public boolean hasOlder() {
        return olderThan != null;
    }
}

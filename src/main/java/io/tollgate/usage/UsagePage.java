package io.tollgate.usage;

import java.util.List;

/** Some rows of the ledger, the newest first. */
public record UsagePage(List<UsageEntry> entries, boolean hasNewer, boolean hasOlder) {}

package io.tollgate.usage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks for rows of the ledger. A page begins at a row's id, so the last page is found as quickly as the first; a
 * search that finds too little gives up in time, and says how far it looked.
 */
@Component
public class UsageSearch {

    private final JdbcClient jdbc;

    UsageSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One row. */
    public Optional<UsageEntry> find(UUID id) {
        UsageWalk walk = new UsageWalk(jdbc, UsageFilter.ALL, new IdStretch(id, IdStretch.after(id)), false, 1);
        walk.run();
        return walk.found().stream().findFirst();
    }

    /** The calls that were made for an exchange, in their order; empty for one from before they were written down. */
    public List<AttemptEntry> attempts(UUID id) {
        return jdbc.sql(AttemptEntry.SELECT)
                .param("id", id)
                .query(AttemptEntry::read)
                .list();
    }

    /** The newest rows. */
    public UsagePage newest(UsageFilter filter, int size) {
        return downwards(filter, IdStretch.ALL, size, false);
    }

    /** The rows that follow a row, the newest first. */
    public UsagePage olderThan(UUID id, UsageFilter filter, int size) {
        return downwards(filter, new IdStretch(IdStretch.ALL.low(), id), size, true);
    }

    private UsagePage downwards(UsageFilter filter, IdStretch within, int size, boolean hasNewer) {
        UsageWalk walk = new UsageWalk(jdbc, filter, within, false, size + 1);
        walk.run();
        List<UsageEntry> page = first(walk, size);
        UUID rest = walk.found().size() > size ? id(page.getLast()) : walk.stop();
        UUID newer = hasNewer && !page.isEmpty() ? id(page.getFirst()) : null;
        return new UsagePage(page, newer, rest, time(walk.stop()));
    }

    /** The rows that go before a row, the newest first. */
    public UsagePage newerThan(UUID id, UsageFilter filter, int size) {
        IdStretch within = new IdStretch(IdStretch.after(id), IdStretch.ALL.high());
        UsageWalk walk = new UsageWalk(jdbc, filter, within, true, size + 1);
        walk.run();
        List<UsageEntry> page = first(walk, size).reversed();
        UUID rest = walk.found().size() > size ? id(page.getFirst()) : walk.stop();
        return new UsagePage(List.copyOf(page), rest, page.isEmpty() ? null : id(page.getLast()), time(walk.stop()));
    }

    private static List<UsageEntry> first(UsageWalk walk, int size) {
        return List.copyOf(walk.found().subList(0, Math.min(size, walk.found().size())));
    }

    private static UUID id(UsageEntry entry) {
        return entry.record().id();
    }

    private static @Nullable Instant time(@Nullable UUID id) {
        return id == null ? null : BusyHours.at(id);
    }
}

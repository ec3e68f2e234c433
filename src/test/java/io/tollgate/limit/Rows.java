package io.tollgate.limit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What survives a crash, of one key. */
final class Rows implements History {

    private record Row(Instant at, long tokens, long cost) {}

    private final List<Row> rows = new ArrayList<>();
    private final List<Row> waiting = new ArrayList<>();

    void add(Instant at, long tokens, long cost) {
        rows.add(new Row(at, tokens, cost));
    }

    /** It has ended, and waits until the rows are brought up to date. */
    void addSoon(Instant at, long tokens, long cost) {
        waiting.add(new Row(at, tokens, cost));
    }

    @Override
    public void bringUpToDate() {
        rows.addAll(waiting);
        waiting.clear();
    }

    private List<Row> since(Instant from) {
        return rows.stream().filter(row -> !row.at().isBefore(from)).toList();
    }

    @Override
    public Map<UUID, List<Recent>> recent(Scope scope, Instant from) {
        return Map.of(
                Quotas.KEY,
                since(from).stream()
                        .map(row -> new Recent(row.at(), row.tokens()))
                        .toList());
    }

    @Override
    public Map<UUID, Long> requests(Scope scope, Instant from) {
        return Map.of(Quotas.KEY, (long) since(from).size());
    }

    @Override
    public Map<UUID, Long> spend(Scope scope, Instant from) {
        return Map.of(Quotas.KEY, since(from).stream().mapToLong(Row::cost).sum());
    }
}

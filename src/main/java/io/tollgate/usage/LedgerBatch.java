package io.tollgate.usage;

import io.tollgate.usage.JournalPositions.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Exchanges that are over, on their way into the database in one transaction. */
final class LedgerBatch {

    private final List<UsageRecord> records = new ArrayList<>();
    private final List<AttemptRecord> attempts = new ArrayList<>();
    private final List<ReservedSpend> reserved = new ArrayList<>();

    void add(Exchange exchange, Entry.End end) {
        records.add(exchange.record(end));
        attempts.addAll(exchange.attempts(end));
        ReservedSpend charged = exchange.reserved(end);
        if (charged != null) {
            reserved.add(charged);
        }
    }

    int size() {
        return records.size();
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Each of its exchanges alone. */
    List<LedgerBatch> split() {
        List<LedgerBatch> parts = new ArrayList<>(records.size());
        for (UsageRecord row : records) {
            LedgerBatch part = new LedgerBatch();
            part.records.add(row);
            attempts.stream().filter(each -> each.recordId().equals(row.id())).forEach(part.attempts::add);
            reserved.stream().filter(each -> each.recordId().equals(row.id())).forEach(part.reserved::add);
            parts.add(part);
        }
        return parts;
    }

    /** What it holds, for a message. */
    String name() {
        return records.stream().map(row -> row.id().toString()).findFirst().orElse("none");
    }

    /** Writes what the database does not have yet, the sums of it, and how far the journal is loaded. */
    void write(List<Cube> cubes, Progress progress, Connection connection) throws SQLException {
        if (!records.isEmpty()) {
            Set<UUID> there = UsageTable.present(records, connection);
            List<UsageRecord> fresh =
                    records.stream().filter(row -> !there.contains(row.id())).toList();
            UsageTable.insert(fresh, connection);
            List<AttemptRecord> calls = attempts.stream()
                    .filter(row -> !there.contains(row.recordId()))
                    .toList();
            AttemptTable.insert(calls, connection);
            ReservedSpend.insert(
                    reserved.stream()
                            .filter(row -> !there.contains(row.recordId()))
                            .toList(),
                    connection);
            QuarterTable.add(fresh, calls, connection);
            for (Cube cube : cubes) {
                cube.add(fresh, connection);
            }
        }
        JournalPositions.write(progress, connection);
    }
}

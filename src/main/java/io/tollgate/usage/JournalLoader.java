package io.tollgate.usage;

import io.tollgate.journal.JournalReader;
import io.tollgate.journal.Position;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.End;
import io.tollgate.usage.Entry.Start;
import io.tollgate.usage.JournalPositions.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the journal into the database. The place it keeps there is before the oldest exchange that is still under way:
 * after a crash it reads from there again, and passes over what the database has.
 */
final class JournalLoader {

    private static final Logger log = LoggerFactory.getLogger(JournalLoader.class);
    private static final int BATCH = 1_000;

    private final LedgerDatabase database;
    private final Path directory;
    private final Map<UUID, Open> open = new LinkedHashMap<>();

    private JournalReader reader;
    private LedgerBatch batch = new LedgerBatch();
    private final long known;
    private Progress written;
    private volatile long loaded;
    private volatile long faults;
    private volatile int underWay;
    private long refused;

    private record Open(Exchange exchange, Position before) {}

    JournalLoader(LedgerDatabase database, Path directory, Progress start) {
        this.database = database;
        this.directory = directory;
        this.reader = new JournalReader(directory, start.safe());
        this.written = start;
        this.loaded = start.loaded();
        this.known = start.loaded();
    }

    /**
     * Loads what there is at present, one transaction after the other.
     *
     * @throws SQLException when the database fails: what was read is kept and tried again by the next call
     */
    void load() throws IOException, SQLException {
        boolean more = true;
        while (more) {
            more = loadBatch();
        }
    }

    /**
     * Loads what fits in one transaction.
     *
     * @return whether there may be more
     * @throws SQLException when the database fails: what was read is kept and tried again by the next call
     */
    boolean loadBatch() throws IOException, SQLException {
        boolean more = fill();
        if (reader.position().record() > loaded || !batch.isEmpty()) {
            commit();
        }
        return more;
    }

    /** Whether there may be more than one batch takes. */
    private boolean fill() throws IOException {
        while (batch.size() < BATCH) {
            Position before = reader.position();
            boolean next = reader.next();
            faults = refused + reader.damaged();
            if (!next) {
                return false;
            }
            try {
                take(EntryReader.read(reader.buffer(), reader.recordFrom(), reader.recordTo()), before);
            } catch (RuntimeException e) {
                refused++;
                log.error(
                        "Record {} of the journal cannot be read",
                        reader.position().record(),
                        e);
            }
        }
        return true;
    }

    private void take(Entry entry, Position before) {
        switch (entry) {
            case Start start -> open.putIfAbsent(start.id(), new Open(Exchange.begun(start), before));
            case Attempt attempt ->
                open.computeIfPresent(
                        attempt.id(), (_, had) -> new Open(had.exchange().with(attempt), had.before()));
            case End end -> {
                Open ended = open.remove(end.id());
                if (ended != null) {
                    batch.add(ended.exchange(), end);
                } else if (reader.position().record() > known) {
                    throw new IllegalStateException("Exchange " + end.id() + " ends, but did not begin");
                } // else it began before the place that is read from, and is in the database
            }
        }
    }

    private void commit() throws SQLException {
        Position position = reader.position();
        Position safe =
                open.isEmpty() ? position : open.values().iterator().next().before();
        Progress progress = new Progress(safe, Math.max(known, position.record()));
        try {
            database.write(batch, progress);
        } catch (SQLException e) {
            if (!LedgerDatabase.isAboutData(e)) {
                throw e;
            }
            commitOneByOne(progress);
        }
        batch = new LedgerBatch();
        written = progress;
        loaded = progress.loaded();
        underWay = open.size();
    }

    /** Sorts out what the database will never take. Progress is made with the last of them: before, any may be lost. */
    private void commitOneByOne(Progress progress) throws SQLException {
        for (LedgerBatch part : batch.split()) {
            try {
                database.write(part, written);
            } catch (SQLException e) {
                if (!LedgerDatabase.isAboutData(e)) {
                    throw e;
                }
                refused++;
                log.error("The database refused usage record {}", part.name(), e);
            }
        }
        database.write(new LedgerBatch(), progress);
    }

    /** Ends what an earlier process left without an end. How many there were. */
    int closeInterrupted() throws SQLException {
        List<Open> left = new ArrayList<>(open.values());
        open.clear();
        for (Open each : left) {
            batch.add(each.exchange(), each.exchange().interrupted());
        }
        commit();
        return left.size();
    }

    /** Reads on from where it is, with nothing of what was read ahead. */
    void reopen() throws IOException {
        Position position = reader.position();
        refused += reader.damaged();
        reader.close();
        reader = new JournalReader(directory, position);
    }

    /** The number of the last record that is in the database. */
    long loaded() {
        return loaded;
    }

    /** The place before which nothing is needed any more. */
    Position needed() {
        return open.isEmpty()
                ? reader.position()
                : open.values().iterator().next().before();
    }

    /** How many records were damaged, missing or refused. */
    long faults() {
        return faults;
    }

    /** How many exchanges are under way. */
    int underWay() {
        return underWay;
    }

    /** When the oldest exchange under way began. */
    Instant oldestUnderWay(Instant otherwise) {
        return open.isEmpty()
                ? otherwise
                : open.values().iterator().next().exchange().start().startedAt();
    }

    void close() throws IOException {
        reader.close();
    }
}

package io.tollgate.usage;

import io.tollgate.journal.Journal;
import io.tollgate.journal.JournalException;
import io.tollgate.journal.Position;
import io.tollgate.usage.Entry.End;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the ledger's tables. It looks for records every 200 ms by itself: being woken for each
 * would cost more than the writing. It is never interrupted: that would close an embedded database.
 */
final class LedgerThread {

    private static final Logger log = LoggerFactory.getLogger(LedgerThread.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LAST_TRIES = Duration.ofSeconds(10);

    private final Journal journal;
    private final JournalLoader loader;
    private final Pace pace;
    private final LedgerDatabase database;
    private final LedgerCare care;
    private final Queue<End> late;
    private final List<LedgerChore> chores;
    private final Upkeep upkeep = new Upkeep();
    private final InstantSource clock;
    private final Queue<CountDownLatch> flushes = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "ledger");

    private volatile @Nullable Long endOfTries;
    private long kept = -1;

    LedgerThread(
            Journal journal,
            JournalLoader loader,
            Pace pace,
            LedgerDatabase database,
            LedgerCare care,
            Queue<End> late,
            List<LedgerChore> chores,
            InstantSource clock) {
        this.journal = journal;
        this.loader = loader;
        this.pace = pace;
        this.database = database;
        this.care = care;
        this.late = late;
        this.chores = chores;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    /** Waits until everything so far is in the database, or the thread has ended. */
    void flush() throws InterruptedException {
        CountDownLatch loaded = new CountDownLatch(1);
        flushes.add(loaded);
        LockSupport.unpark(thread);
        boolean done = false;
        while (!done && thread.isAlive()) {
            done = loaded.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    long loaded() {
        return loader.loaded();
    }

    int underWay() {
        return loader.underWay();
    }

    long faults() {
        return loader.faults();
    }

    /** Loads what is left, then ends. */
    void finish() {
        endOfTries = System.nanoTime() + LAST_TRIES.toNanos();
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean more = false;
        long worked = 0;
        while (endOfTries == null) {
            rest(more, worked);
            long began = System.nanoTime();
            more = load();
            worked = System.nanoTime() - began;
        }
        load();
        close();
        takeFlushes().forEach(CountDownLatch::countDown);
    }

    private void rest(boolean more, long worked) {
        long rest = pace.rest(worked, more, journal.last(), loader.loaded(), System.nanoTime());
        if (flushes.isEmpty()) {
            LockSupport.parkNanos(rest);
        }
    }

    /** Loads a batch, or everything when somebody waits for it or it is the end; whether there may be more. */
    private boolean load() {
        List<CountDownLatch> asked = takeFlushes();
        boolean everything = !asked.isEmpty() || endOfTries != null;
        Duration pause = PAUSE;
        boolean more = true;
        boolean done = false;
        while (!done) {
            try {
                more = load(everything);
                done = true;
            } catch (SQLException | IOException | RuntimeException e) {
                done = givesUp(e);
                if (!done) {
                    LockSupport.parkNanos(pause.toNanos());
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        }
        if (endOfTries != null) {
            asked.forEach(CountDownLatch::countDown);
            return more;
        }
        upkeep.tend(care, care::tend);
        asked.forEach(CountDownLatch::countDown);
        doChores(!more && late.isEmpty());
        return more;
    }

    private boolean load(boolean everything) throws IOException, SQLException {
        writeLate();
        boolean more = loader.loadBatch();
        if (more && everything) {
            loader.load();
            more = false;
        }
        dropSegments();
        return more;
    }

    private void doChores(boolean complete) {
        for (LedgerChore chore : chores) {
            upkeep.tend(chore, () -> chore.tend(complete, loader.oldestUnderWay(clock.instant())));
        }
    }

    /** Whether the stop does not wait any longer. */
    private boolean givesUp(Exception failure) {
        Long end = endOfTries;
        if (end != null && System.nanoTime() - end > 0) {
            log.error("The database failed until the stop: the next start loads what is left in the journal", failure);
            return true;
        }
        log.warn(
                "{} records of the journal wait: the database failed, trying again",
                journal.last() - loader.loaded(),
                failure);
        return false;
    }

    private void writeLate() {
        for (End end = late.peek(); end != null; end = late.peek()) {
            try {
                journal.end(EntryWriter.bytes(end));
            } catch (JournalException e) {
                if (!e.isAppended()) {
                    return; // the disk is still full
                }
            }
            late.remove();
        }
    }

    /** Deletes what will never be read again, once the database has it for good. */
    private void dropSegments() throws SQLException, IOException {
        Position needed = loader.needed();
        if (needed.segment() != kept) {
            database.checkpoint();
            journal.deleteBefore(needed);
            kept = needed.segment();
        }
    }

    private List<CountDownLatch> takeFlushes() {
        List<CountDownLatch> taken = new ArrayList<>();
        for (CountDownLatch flush = flushes.poll(); flush != null; flush = flushes.poll()) {
            taken.add(flush);
        }
        return taken;
    }

    private void close() {
        try {
            loader.close();
        } catch (IOException e) {
            log.warn("The journal's reader did not close", e);
        }
    }
}

package io.tollgate.usage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The ledger of every exchange. Rows wait in memory for a moment, so that whoever records one never waits for the
 * database; one thread of its own writes them, many in one transaction. It looks for rows every 200 ms by itself: being
 * woken for each would cost more than the writing.
 */
@Component
public class Ledger implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Ledger.class);

    private static final int CAPACITY = 200_000;
    private static final int BATCH = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LAST_TRIES = Duration.ofSeconds(10);

    private final UsageTable table;
    private final BlockingQueue<UsageRecord> queue;
    private final List<UsageRecord> batch = new ArrayList<>(BATCH);
    private final Queue<CountDownLatch> flushes = new ConcurrentLinkedQueue<>();

    private volatile @Nullable Thread writer;
    private volatile @Nullable Long endOfTries;

    @Autowired
    Ledger(UsageTable table) {
        this(table, CAPACITY);
    }

    Ledger(UsageTable table, int capacity) {
        this.table = table;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /**
     * Takes a row to be written. Returns at once, unless so many rows wait for the database that memory must be kept in
     * bounds: then it waits for room.
     */
    public void record(UsageRecord row) {
        boolean interrupted = false;
        boolean taken = queue.offer(row);
        while (!taken) {
            LockSupport.unpark(writer);
            try {
                queue.put(row);
                taken = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until every row recorded before the call is committed; returns at once when the ledger is stopped. */
    public void flush() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        flushes.add(written);
        Thread thread = writer;
        if (thread != null) {
            LockSupport.unpark(thread);
            written.await();
        }
    }

    @Override
    public synchronized void start() {
        endOfTries = null;
        Thread thread = new Thread(this::run, "usage-writer");
        writer = thread;
        thread.start();
    }

    /** Writes what waits, then ends. The thread is never interrupted: that would close an embedded database. */
    @Override
    public synchronized void stop() {
        Thread thread = writer;
        if (thread == null) {
            return;
        }
        endOfTries = System.nanoTime() + LAST_TRIES.toNanos();
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return writer != null;
    }

    /** Stops after everything that may still record. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    private void run() {
        while (endOfTries == null) {
            if (flushes.isEmpty()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            writeAll();
        }
        writeAll();
        writer = null;
        takeFlushes().forEach(CountDownLatch::countDown);
    }

    private void writeAll() {
        List<CountDownLatch> asked = takeFlushes();
        int taken;
        do {
            taken = queue.drainTo(batch, BATCH);
            writeBatch();
        } while (taken == BATCH);
        asked.forEach(CountDownLatch::countDown);
    }

    private List<CountDownLatch> takeFlushes() {
        List<CountDownLatch> taken = new ArrayList<>();
        for (CountDownLatch flush = flushes.poll(); flush != null; flush = flushes.poll()) {
            taken.add(flush);
        }
        return taken;
    }

    private void writeBatch() {
        Duration pause = PAUSE;
        while (!batch.isEmpty()) {
            try {
                table.insert(batch);
                batch.clear();
            } catch (SQLException | RuntimeException e) {
                pause = afterFailure(e, pause);
            }
        }
    }

    private Duration afterFailure(Exception failure, Duration pause) {
        Long end = endOfTries;
        if (end != null && System.nanoTime() - end > 0) {
            log.error(
                    "{} usage records are lost: the database failed until the stop",
                    batch.size() + queue.size(),
                    failure);
            batch.clear();
            queue.clear();
        } else if (failure instanceof SQLException e && UsageTable.isAboutData(e)) {
            writeOneByOne();
        } else {
            log.warn("{} usage records wait: the database failed, trying again", batch.size() + queue.size(), failure);
            LockSupport.parkNanos(pause.toNanos());
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Sorts out the rows the database will never take, e.g. one it has already: a commit may succeed unheard. */
    private void writeOneByOne() {
        while (!batch.isEmpty()) {
            UsageRecord row = batch.getLast();
            try {
                table.insert(List.of(row));
            } catch (SQLException e) {
                if (!UsageTable.isAboutData(e)) {
                    return;
                }
                log.error("The database refused usage record {}", row.id(), e);
            }
            batch.removeLast();
        }
    }
}

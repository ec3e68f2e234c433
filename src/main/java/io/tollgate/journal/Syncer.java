package io.tollgate.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the disk take what was appended, every 200 ms, or at once for those who wait. */
final class Syncer {

    private static final Logger log = LoggerFactory.getLogger(Syncer.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Journal journal;
    private final Durability durability;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition asked = lock.newCondition();
    private final Condition done = lock.newCondition();
    private final Thread thread;

    private long wanted;
    private long synced;
    private long failures;
    private boolean stopping;

    Syncer(Journal journal, Durability durability) {
        this.journal = journal;
        this.durability = durability;
        this.thread = new Thread(this::run, "journal-sync");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when the disk has a record, if that is wanted at all. */
    void await(long record) {
        if (durability != Durability.FSYNC) {
            return;
        }
        lock.lock();
        try {
            long before = failures;
            wanted = Math.max(wanted, record);
            asked.signal();
            while (synced < record && !stopping) {
                done.awaitUninterruptibly();
                if (failures != before) {
                    throw new JournalException("The disk does not take the journal", true);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean last;
        do {
            last = pause();
            journal.tend();
            if (durability != Durability.NONE) {
                sync();
            }
        } while (!last);
    }

    /** Whether it was for the last time. */
    private boolean pause() {
        lock.lock();
        try {
            if (!stopping && wanted <= synced) {
                asked.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
            return stopping;
        } catch (InterruptedException e) {
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void sync() {
        try {
            if (journal.last() == synced) {
                return;
            }
            done(journal.sync(), 0);
        } catch (IOException e) {
            log.error("The disk does not take the journal", e);
            done(synced, 1);
        }
    }

    private void done(long reached, int failed) {
        lock.lock();
        try {
            synced = reached;
            failures += failed;
            wanted = failed == 0 ? wanted : synced;
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopping = true;
            asked.signal();
            done.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

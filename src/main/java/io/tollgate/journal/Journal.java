package io.tollgate.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of one process: records go to the end of the newest segment, in one write each, and are numbered without
 * a gap. What was appended outlives the process; when the disk has it is a matter of {@link Durability}. A full disk
 * refuses what begins something, and has room for what ends it.
 */
public final class Journal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private static final int SPINS = 300;

    private final Path directory;
    private final JournalSettings settings;
    private final Opener opener;
    private final Ballast ballast;
    private final FileChannel lockFile;
    private final ReentrantLock lock = new ReentrantLock();
    private final Syncer syncer;

    private volatile @Nullable SegmentFile file;
    private long size;
    private volatile long last;
    private volatile boolean full;
    private volatile boolean named = true;
    private boolean closed;

    /** How a segment is made. */
    interface Opener {
        SegmentFile create(Path path) throws IOException;

        /** Waits until the disk has the segments' names. */
        default void syncNames(Path directory) throws IOException {
            SegmentFile.syncNames(directory);
        }
    }

    /**
     * Opens the journal of a directory, which must exist. It takes records once it is told where it left off.
     *
     * @throws JournalException when another process has it, or the disk does not take it
     */
    public static Journal open(Path directory, JournalSettings settings) {
        return new Journal(directory, settings, SegmentFile::create);
    }

    Journal(Path directory, JournalSettings settings, Opener opener) {
        this.directory = directory;
        this.settings = settings;
        this.opener = opener;
        this.ballast = new Ballast(directory, settings.ballastBytes());
        this.lockFile = lock(directory.resolve("lock"));
        this.full = !ballast.take();
        this.syncer = new Syncer(this, settings.durability());
    }

    /**
     * Goes on where an earlier process left off, in a segment of its own: one whose records are damaged stays as it is.
     *
     * @param number the number of the last record that could be read; 0 when there was none
     * @throws IOException when the segments cannot be read
     */
    public void resume(long number) throws IOException {
        Segment newest = Segment.newest(directory);
        if (newest == null || newest.first() <= number) {
            last = number;
        } else {
            last = newest.hasLines() ? newest.first() : newest.first() - 1;
        }
    }

    private static FileChannel lock(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = tryLock(channel);
            if (held == null) {
                channel.close();
                throw new JournalException("The journal " + path.getParent()
                        + " is in use by another process: stop it, or give this one its own TOLLGATE_HOME.");
            }
            return channel;
        } catch (IOException e) {
            throw new JournalException("The journal's lock " + path + " cannot be taken: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this process, e.g. by an earlier deployment that has not stopped
        }
    }

    /**
     * Appends what begins something, all of it or nothing.
     *
     * @throws JournalException when the disk is full or fails: what it begins must not be done
     */
    public void begin(byte[]... records) {
        if (full) {
            throw new JournalException("The disk with the journal is full");
        }
        append(records);
    }

    /**
     * Appends what ends something that has begun. With {@link Durability#FSYNC} it returns when the disk has it.
     *
     * @throws JournalException when even the room that was kept is used up, or the disk fails: then it may be appended
     *     all the same
     */
    public void end(byte[]... records) {
        syncer.await(append(records));
    }

    /**
     * A write takes some microseconds, and to put a thread to sleep and wake it as long again; and once several sleep,
     * all that come after them would.
     */
    private void seize() {
        for (int i = 0; i < SPINS; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    /** The number of the last record of these. */
    private long append(byte[]... records) {
        byte[] lines = Line.of(records);
        seize();
        try {
            Line.number(lines, last + 1, records);
            write(lines);
            last += records.length;
            return last;
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] lines) {
        try {
            writeOnce(lines);
        } catch (IOException e) {
            full = true;
            ballast.drop();
            log.error("The journal does not take a record, new requests are refused: {}", e.getMessage());
            try {
                writeOnce(lines);
            } catch (IOException again) {
                throw new JournalException("The journal does not take a record", again);
            }
        }
    }

    private void writeOnce(byte[] lines) throws IOException {
        SegmentFile current = current();
        try {
            current.write(lines);
            size += lines.length;
        } catch (IOException e) {
            undo(current);
            throw e;
        }
    }

    private SegmentFile current() throws IOException {
        if (closed) {
            throw new IOException("The journal is closed");
        }
        SegmentFile current = file;
        if (current != null && size < settings.segmentBytes()) {
            return current;
        }
        if (current != null) {
            finish(current);
        }
        current = opener.create(Segment.in(directory, last + 1).path());
        file = current;
        named = false;
        size = 0;
        return current;
    }

    /** A part of a line may have been written; if it cannot be cut off, the segment ends there. */
    private void undo(SegmentFile current) {
        try {
            current.cut(size);
        } catch (IOException e) {
            file = null;
            closeQuietly(current);
        }
    }

    private static void closeQuietly(SegmentFile abandoned) {
        try {
            abandoned.close();
        } catch (IOException e) {
            log.debug("A segment of the journal did not close", e);
        }
    }

    private void finish(SegmentFile ended) throws IOException {
        file = null;
        if (settings.durability() != Durability.NONE) {
            ended.sync();
        }
        ended.close();
    }

    /** Waits until the disk has everything so far. The number of the last record it has. */
    long sync() throws IOException {
        SegmentFile current;
        long reached;
        lock.lock();
        try {
            current = file;
            reached = last;
        } finally {
            lock.unlock();
        }
        try {
            if (current != null) {
                current.sync();
            }
        } catch (IOException e) {
            if (current == file) {
                throw e;
            } // else it was ended meanwhile, which synced it
        }
        syncNames();
        return reached;
    }

    private void syncNames() throws IOException {
        if (!named) {
            named = true; // before, as another segment may begin meanwhile
            try {
                opener.syncNames(directory);
            } catch (IOException e) {
                named = false;
                throw e;
            }
        }
    }

    /** Looks whether a full disk has room again. */
    void tend() {
        if (full && ballast.take()) {
            full = false;
            log.info("The disk with the journal has room again");
        }
    }

    /** The number of the last record. */
    public long last() {
        return last;
    }

    /** Whether the disk is full: nothing begins until there is room. */
    public boolean isFull() {
        return full;
    }

    /** Deletes the segments that lie wholly before a place. */
    public void deleteBefore(Position position) throws IOException {
        for (Segment each : Segment.all(directory)) {
            if (each.first() < position.segment()) {
                Files.deleteIfExists(each.path());
            }
        }
    }

    /** Bytes in all segments; 0 when they cannot be seen. */
    public long bytes() {
        long sum = 0;
        try {
            for (Segment each : Segment.all(directory)) {
                sum += Files.size(each.path());
            }
        } catch (IOException e) {
            log.debug("The journal's segments cannot be seen", e);
        }
        return sum;
    }

    /** Ends the journal; what comes later is refused. */
    @Override
    public void close() {
        syncer.stop();
        lock.lock();
        try {
            closed = true;
            if (file != null) {
                finish(file);
            }
            lockFile.close();
        } catch (IOException e) {
            log.warn("The journal did not close in order", e);
        } finally {
            lock.unlock();
        }
    }
}

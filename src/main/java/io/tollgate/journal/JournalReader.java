package io.tollgate.journal;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the journal from a place onwards, while it is being written. A line that breaks off at the end of a segment was
 * never acknowledged and is passed over; a damaged line before that, and a gap in the numbers, is counted and told.
 */
public final class JournalReader implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(JournalReader.class);
    private static final int CHUNK = 256 * 1024;

    private final Path directory;

    private @Nullable FileInputStream in;
    private byte[] buffer = new byte[CHUNK];
    private int from;
    private int to;
    private long segment;
    private long offset;
    private long last;
    private int recordFrom;
    private int recordTo;
    private long damaged;

    /** Reads a directory of segments from a place onwards. */
    public JournalReader(Path directory, Position start) {
        this.directory = directory;
        this.segment = start.segment();
        this.offset = start.offset();
        this.last = start.record();
    }

    /**
     * Goes on to the next record.
     *
     * @return whether there is one at present
     * @throws IOException when the journal cannot be read
     */
    public boolean next() throws IOException {
        while (true) {
            if (in == null && !open()) {
                return false;
            }
            int end = line();
            if (end < 0) {
                Segment following = Segment.after(directory, segment);
                if (following == null) {
                    return false;
                }
                end = line(); // what came before the next segment was begun
                if (end < 0) {
                    leave(following);
                }
            }
            if (end >= 0 && take(end)) {
                return true;
            }
        }
    }

    /** Ready for the next segment, when this one ends. */
    private void leave(Segment following) throws IOException {
        if (to > from) {
            log.warn("Journal segment {} ends with a broken line, which was never acknowledged", segment);
        }
        close();
        segment = following.first();
        offset = 0;
    }

    private boolean open() throws IOException {
        Segment wanted = Segment.in(directory, segment);
        try {
            FileInputStream file = new FileInputStream(wanted.path().toFile());
            file.skipNBytes(offset);
            in = file;
        } catch (FileNotFoundException e) {
            Segment following = Segment.after(directory, segment);
            if (following == null) {
                return false;
            }
            segment = following.first();
            offset = 0;
            in = new FileInputStream(following.path().toFile());
        }
        from = to = 0;
        return true;
    }

    /** Where the next line ends; -1 when no whole line is there. */
    private int line() throws IOException {
        int searched = from;
        while (true) {
            for (int i = searched; i < to; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            searched = to - from;
            if (!fill()) {
                return -1;
            }
        }
    }

    /** Reads on, with what is left moved to the buffer's start. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in == null ? -1 : in.read(buffer, to, buffer.length - to);
        to += Math.max(0, read);
        return read > 0;
    }

    /** Takes the line; false when it is damaged. */
    private boolean take(int end) {
        long number = Line.number(buffer, from, end);
        recordFrom = Line.recordFrom(from);
        recordTo = Line.recordTo(end);
        offset += end + 1 - from;
        from = end + 1;
        if (number < 0) {
            damaged++;
            log.error("Journal segment {} is damaged before byte {}: a record is lost", segment, offset);
            return false;
        }
        if (number != last + 1 && last != 0) {
            damaged++;
            log.error("The journal lacks the records between {} and {}", last, number);
        }
        last = number;
        return true;
    }

    /** The bytes the current record lies in. */
    public byte[] buffer() {
        return buffer;
    }

    public int recordFrom() {
        return recordFrom;
    }

    public int recordTo() {
        return recordTo;
    }

    /** The place after the current record. */
    public Position position() {
        return new Position(segment, offset, last);
    }

    /** How often something was missing or damaged. */
    public long damaged() {
        return damaged;
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }
}

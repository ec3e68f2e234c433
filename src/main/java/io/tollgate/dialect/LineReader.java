package io.tollgate.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads newline-delimited JSON, a frame a line: lines end with LF or CRLF, blank ones are skipped, and the last one
 * counts without an end.
 */
public final class LineReader implements FrameReader {

    private static final int FIRST = 2048;
    private static final int MAX_LINE = 4 * 1024 * 1024;

    private final InputStream in;

    private byte[] buffer = new byte[FIRST];
    private int position; // start of the first line not read yet
    private int end; // behind the last byte read
    private int scanned; // no line end between position and here
    private int from;
    private int to;

    public LineReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads on to the next line that is not blank.
     *
     * @throws StreamFormatException when a line is larger than 4 MiB
     */
    @Override
    public boolean next() throws IOException {
        while (true) {
            int lineEnd = lineEnd(scanned);
            if (lineEnd >= 0) {
                from = position;
                to = lineEnd;
                position = scanned = lineEnd + 1;
            } else {
                scanned = end;
                if (fill()) {
                    continue;
                }
                from = position;
                to = position = scanned = end;
            }
            if (!isBlank(from, to)) {
                to -= buffer[to - 1] == '\r' ? 1 : 0;
                return true;
            }
            if (lineEnd < 0) {
                return false;
            }
        }
    }

    private int lineEnd(int start) {
        for (int i = start; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean isBlank(int start, int stop) {
        for (int i = start; i < stop; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private boolean fill() throws IOException {
        if (end == buffer.length) {
            makeRoom();
        }
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(read, 0);
        return read >= 0;
    }

    private void makeRoom() throws StreamFormatException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, end - position);
            end -= position;
            scanned -= position;
            position = 0;
        } else if (buffer.length >= MAX_LINE) {
            throw new StreamFormatException("A line of the stream is larger than " + MAX_LINE + " bytes");
        } else {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int from() {
        return from;
    }

    @Override
    public int to() {
        return to;
    }

    /** Lines have no names. */
    @Override
    public @Nullable String event() {
        return null;
    }

    @Override
    public boolean hasBuffered() {
        int start = position;
        for (int lineEnd = lineEnd(start); lineEnd >= 0; lineEnd = lineEnd(start)) {
            if (!isBlank(start, lineEnd)) {
                return true;
            }
            start = lineEnd + 1;
        }
        return false;
    }
}

package io.tollgate.dialect;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads newline-delimited JSON, a frame a line: lines end with LF or CRLF, blank ones are skipped, and the last one
 * counts without an end.
 */
public final class LineReader extends FrameBuffer {

    public LineReader(InputStream in) {
        super(in);
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
                if (more() >= 0) {
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

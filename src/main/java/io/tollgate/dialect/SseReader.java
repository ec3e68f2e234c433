package io.tollgate.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events as the WHATWG HTML standard defines them, on bytes and without copying: lines end with LF,
 * CR or CRLF, a leading byte order mark is skipped, comments are dropped, an event without data is none, and an event
 * that the end of the stream cuts off is none either. After {@link #next()} the event's data stands in
 * {@link #buffer()} between {@link #from()} and {@link #to()}, until the next call.
 */
public final class SseReader extends FrameBuffer {

    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);

    private boolean started;
    private boolean skipLineFeed;

    private boolean hasData;
    private @Nullable String event;

    public SseReader(InputStream in) {
        super(in);
    }

    /**
     * Reads on to the next event that has data.
     *
     * @return false at the end of the stream
     * @throws StreamFormatException when an event is larger than 4 MiB
     */
    @Override
    public boolean next() throws IOException {
        from = to = position;
        hasData = false;
        event = null;
        while (true) {
            int lineEnd = lineEnd();
            if (lineEnd < 0) {
                return false;
            }
            int lineStart = position;
            consume(lineEnd);
            if (lineEnd > lineStart) {
                field(lineStart, lineEnd);
            } else if (hasData) {
                return true;
            } else {
                event = null;
            }
        }
    }

    /** The end of the line that starts at {@code position}; reads on until there is one, or -1 at the end. */
    private int lineEnd() throws IOException {
        while (true) {
            for (int i = Math.max(scanned, position); i < end; i++) {
                byte b = buffer[i];
                if (b == '\n' || b == '\r') {
                    return i;
                }
            }
            scanned = end;
            if (!fill()) {
                return -1;
            }
        }
    }

    private void consume(int lineEnd) {
        position = lineEnd + 1;
        if (buffer[lineEnd] == '\r') {
            if (position < end) {
                if (buffer[position] == '\n') {
                    position++;
                }
            } else {
                skipLineFeed = true;
            }
        }
        scanned = position;
    }

    private boolean fill() throws IOException {
        int read = more();
        if (read < 0) {
            return false;
        }
        int fresh = end - read;
        if (skipLineFeed && read > 0) {
            skipLineFeed = false;
            if (buffer[fresh] == '\n') {
                position++;
                scanned = position;
            }
        }
        skipMark();
        return true;
    }

    private void skipMark() {
        if (!started && end - position >= 1) {
            if (buffer[position] != (byte) 0xEF) {
                started = true;
            } else if (end - position >= 3) {
                started = true;
                if (buffer[position + 1] == (byte) 0xBB && buffer[position + 2] == (byte) 0xBF) {
                    position += 3;
                    scanned = position;
                }
            }
        }
    }

    /** Data that has been read stays until its event is complete. */
    @Override
    int needed() {
        return hasData ? Math.min(from, position) : position;
    }

    private void field(int start, int lineEnd) {
        int colon = start;
        while (colon < lineEnd && buffer[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, lineEnd);
        if (value < lineEnd && buffer[value] == ' ') {
            value++;
        }
        if (is(DATA, start, colon)) {
            data(value, lineEnd);
        } else if (is(EVENT, start, colon)) {
            event = new String(buffer, value, lineEnd - value, StandardCharsets.UTF_8);
        }
    }

    /** Takes a line of data: the first one stays where it is, later ones are moved up behind it. */
    private void data(int value, int lineEnd) {
        if (!hasData) {
            hasData = true;
            from = value;
            to = lineEnd;
        } else {
            buffer[to++] = '\n';
            System.arraycopy(buffer, value, buffer, to, lineEnd - value);
            to += lineEnd - value;
        }
    }

    private boolean is(byte[] name, int start, int stop) {
        return Arrays.equals(buffer, start, stop, name, 0, name.length);
    }

    /** The event's name, where it has one. */
    @Override
    public @Nullable String event() {
        return event;
    }

    /** Whether the data is exactly this ASCII text. */
    public boolean dataIs(byte[] text) {
        return Arrays.equals(buffer, from, to, text, 0, text.length);
    }

    private boolean isData(int start, int lineEnd) {
        int name = start + DATA.length;
        return name <= lineEnd && is(DATA, start, name) && (name == lineEnd || buffer[name] == ':');
    }

    /** Whether the buffer holds another complete event already, so that it can go out in the same write. */
    @Override
    public boolean hasBuffered() {
        int lineStart = position;
        boolean data = false;
        for (int i = position; i < end; i++) {
            if (buffer[i] != '\n' && buffer[i] != '\r') {
                continue;
            }
            if (i == lineStart && data) {
                return true;
            }
            data |= isData(lineStart, i);
            if (buffer[i] == '\r' && i + 1 < end && buffer[i + 1] == '\n') {
                i++;
            }
            lineStart = i + 1;
        }
        return false;
    }
}

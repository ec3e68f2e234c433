package io.tollgate.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes that a reader of text frames has read ahead; the buffer grows with the largest frame. */
abstract class FrameBuffer implements FrameReader {

    private static final int FIRST = 2048;
    private static final int MAX_FRAME = 4 * 1024 * 1024;

    private final InputStream in;

    byte[] buffer = new byte[FIRST];
    int position; // start of the first line not read yet
    int end; // behind the last byte read
    int scanned; // no line end between position and here
    int from;
    int to;

    FrameBuffer(InputStream in) {
        this.in = in;
    }

    /** The first byte that is still needed. */
    int needed() {
        return position;
    }

    /**
     * Reads on.
     *
     * @return how many bytes came; -1 at the end of the stream
     * @throws StreamFormatException when a frame is larger than 4 MiB
     */
    final int more() throws IOException {
        if (end == buffer.length) {
            makeRoom();
        }
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(read, 0);
        return read;
    }

    private void makeRoom() throws StreamFormatException {
        int keep = needed();
        if (keep > 0) {
            System.arraycopy(buffer, keep, buffer, 0, end - keep);
            position -= keep;
            end -= keep;
            scanned -= keep;
            from -= keep;
            to -= keep;
        } else if (buffer.length >= MAX_FRAME) {
            throw new StreamFormatException("A frame of the stream is larger than " + MAX_FRAME + " bytes");
        } else {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    @Override
    public final byte[] buffer() {
        return buffer;
    }

    @Override
    public final int from() {
        return from;
    }

    @Override
    public final int to() {
        return to;
    }
}

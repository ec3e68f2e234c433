package io.tollgate.dialect;

import io.tollgate.storage.Spool;
import java.io.IOException;
import java.io.OutputStream;

/** Writes to a spool and counts the bytes, so that places in it can be found again. */
final class SpoolCounter extends OutputStream {

    private final Spool to;
    private long count;

    SpoolCounter(Spool to) {
        this.to = to;
    }

    /** How many bytes there are so far. */
    long count() {
        return count;
    }

    @Override
    public void write(int b) throws IOException {
        to.write(b);
        count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        to.write(bytes, offset, length);
        count += length;
    }
}

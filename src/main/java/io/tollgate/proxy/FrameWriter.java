package io.tollgate.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The way to the client: tells a client that is gone from an upstream that fails. */
final class FrameWriter extends OutputStream {

    private static final String DONE = "data: [DONE]\n\n";

    private final OutputStream out;

    FrameWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws ClientGoneException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws ClientGoneException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    @Override
    public void flush() throws ClientGoneException {
        try {
            out.flush();
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    /** Ends a stream of events well. */
    void done() throws IOException {
        write(DONE.getBytes(StandardCharsets.US_ASCII));
        flush();
    }

    /** Ends a stream of events with an error, which is the last the client gets. */
    void error(String event) throws IOException {
        write(event.getBytes(StandardCharsets.UTF_8));
        flush();
    }
}

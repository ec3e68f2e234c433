package io.tollgate.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The way to the client: tells a client that is gone from an upstream that fails. Between what goes out, which ends
 * with a whole event, the client waits.
 */
final class FrameWriter extends OutputStream {

    private static final String DONE = "data: [DONE]\n\n";

    private final OutputStream out;
    private final KeepAlive.Wait wait;
    private boolean waiting = true;

    FrameWriter(OutputStream out, KeepAlive.Wait wait) {
        this.out = out;
        this.wait = wait;
    }

    @Override
    public void write(int b) throws ClientGoneException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws ClientGoneException {
        if (waiting) {
            waiting = false;
            wait.interrupt();
        }
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
            waiting = true;
            wait.resume();
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

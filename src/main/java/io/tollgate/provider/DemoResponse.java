package io.tollgate.provider;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** An answer made inside this process. */
final class DemoResponse extends ProviderResponse {

    private final DemoStream stream;

    private DemoResponse(String contentType, DemoStream stream) {
        super(contentType, stream);
        this.stream = stream;
    }

    static DemoResponse whole(byte[] json) {
        return new DemoResponse("application/json", new DemoStream(List.of(json), Duration.ZERO));
    }

    static DemoResponse streamed(List<byte[]> events, Duration pause) {
        return new DemoResponse("text/event-stream", new DemoStream(events, pause));
    }

    @Override
    public ProviderException failed(IOException cause) {
        return new ProviderException(new ProviderFailure.Broken(), cause);
    }

    @Override
    public void finish() {
        // there is no connection
    }

    @Override
    public void cancel() {
        stream.cancelled = true;
    }

    @Override
    public void close() {
        cancel();
    }

    /** Hands out one part after the other, with a pause between them. */
    private static final class DemoStream extends InputStream {

        private final Iterator<byte[]> parts;
        private final Duration pause;
        private InputStream part = InputStream.nullInputStream();
        private volatile boolean cancelled;

        private DemoStream(List<byte[]> parts, Duration pause) {
            this.parts = parts.iterator();
            this.pause = pause;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = part.read(bytes, offset, length);
            while (read < 0 && parts.hasNext()) {
                rest();
                part = new ByteArrayInputStream(parts.next());
                read = part.read(bytes, offset, length);
            }
            return read;
        }

        private void rest() throws IOException {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("The call was cancelled", e);
            }
            if (cancelled) {
                throw new IOException("The call was cancelled");
            }
        }
    }
}

package io.tollgate.proxy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A response that is written down while it goes out. Its last piece waits until the answer is kept, so that nobody who
 * has all of it finds the request under way. It is written to its end even when its client is gone, who will ask for it
 * again; only what has grown too large to be kept fails then.
 */
final class Recording extends HttpServletResponseWrapper implements AutoCloseable {

    /** Errors that another try may not meet. */
    private static final Set<Integer> PASSING = Set.of(401, 402, 403, 408, 409, 425, 429);

    private static final byte[] NOTHING = {};
    private static final String OWN = "x-tollgate-";
    /** Those of our own headers that tell of the exchange. */
    private static final Set<String> OF_EXCHANGE = Set.of("x-tollgate-request-id", "x-tollgate-overhead-ms");

    private final KeptAnswers answers;
    private final long limit;
    private final Copying out = new Copying();
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();
    private boolean whole = true;
    private byte[] held = NOTHING;
    private @Nullable IOException gone;

    /** @param limit the largest body that is kept, in bytes */
    Recording(HttpServletResponse response, KeptAnswers answers, long limit) {
        super(response);
        this.answers = answers;
        this.limit = limit;
    }

    /** The answer, if it can be kept: it is whole, and the same request would get no other. */
    @Nullable
    KeptAnswer answer(byte[] print, String requestId, Instant until) {
        String type = getContentType();
        if (!whole || type == null || !isDefinite(getStatus())) {
            return null;
        }
        TreeMap<String, String> headers = new TreeMap<>();
        for (String name : getHeaderNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(OWN) && !OF_EXCHANGE.contains(lower)) {
                headers.put(name, getHeader(name));
            }
        }
        return new KeptAnswer(print, requestId, getStatus(), type, headers, copy.toByteArray(), until);
    }

    private static boolean isDefinite(int status) {
        return status / 100 == 2 || status / 100 == 4 && !PASSING.contains(status);
    }

    /**
     * Lets the client have the end of the answer, now that it is kept.
     *
     * @throws ClientGoneException when the client is gone
     */
    void deliver() throws IOException {
        byte[] last = held;
        send(to -> to.write(last));
        if (gone != null) {
            throw new ClientGoneException(gone);
        }
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return out;
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        held = NOTHING;
        forget();
    }

    @Override
    public void reset() {
        super.reset();
        held = NOTHING;
        forget();
    }

    /** Gives back the memory it took. */
    @Override
    public void close() {
        forget();
    }

    private void forget() {
        answers.giveBack(copy.size());
        copy.reset();
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (whole && copy.size() + (long) length <= limit && answers.reserve(length)) {
            copy.write(bytes, offset, length);
        } else if (whole) {
            whole = false;
            forget();
        }
    }

    private interface Sending {
        void run(ServletOutputStream to) throws IOException;
    }

    /** Sends, as long as somebody is there. */
    private void send(Sending sending) throws IOException {
        if (gone == null) {
            try {
                sending.run(getResponse().getOutputStream());
            } catch (IOException e) {
                gone = e;
            }
        }
        if (gone != null && !whole) {
            throw gone;
        }
    }

    private final class Copying extends ServletOutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            byte[] before = held;
            keep(bytes, offset, length);
            held = whole ? Arrays.copyOfRange(bytes, offset, offset + length) : NOTHING;
            send(to -> to.write(before));
            if (!whole) {
                send(to -> to.write(bytes, offset, length));
            }
        }

        @Override
        public void flush() throws IOException {
            send(ServletOutputStream::flush);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("Answers are written blocking");
        }
    }
}

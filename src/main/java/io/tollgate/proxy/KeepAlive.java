package io.tollgate.proxy;

import io.tollgate.dialect.ClientRequest;
import io.tollgate.provider.Cancellation;
import io.tollgate.provider.Cancellation.Reason;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends comments to clients that have waited long for the first or the next piece of a stream: no client shows them,
 * but they keep what lies between from taking the connection for dead, and show when the client is gone. One thread
 * looks who has waited long enough, and sleeps while there are no streams; each comment is written by a thread of its
 * own.
 */
final class KeepAlive implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KeepAlive.class);
    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    private final Set<Comments> waiting = ConcurrentHashMap.newKeySet();
    private final long everyNanos;
    private final long napNanos;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean stopped;

    /** @param every how long a client waits for each comment; zero for never */
    KeepAlive(Duration every) {
        everyNanos = every.toNanos();
        napNanos = Math.min(everyNanos / 4, LONGEST_NAP.toNanos());
        thread = Thread.ofPlatform().daemon().name("keep-alive").unstarted(this::run);
        if (everyNanos > 0) {
            thread.start();
        }
    }

    /** The wait of one client, which whoever writes to it interrupts. */
    interface Wait extends AutoCloseable {

        Wait NONE = new Wait() {
            @Override
            public void interrupt() {
                // nobody writes comments
            }

            @Override
            public void resume() {
                // nobody will
            }

            @Override
            public void close() {
                // nothing is held
            }
        };

        /** Something is about to be written: no comment comes before the wait goes on. */
        void interrupt();

        /** All that was written has gone out, and ended with a whole event. */
        void resume();

        /** The wait is over: no comment follows. */
        @Override
        void close();
    }

    /**
     * A request begins to wait for the first piece.
     *
     * @param cancellation is told when its client is gone
     */
    Wait begin(ClientRequest request, HttpServletResponse response, Cancellation cancellation) {
        if (everyNanos == 0 || !request.streamed() || !request.operation().isStreamable()) {
            return Wait.NONE;
        }
        Comments comments = new Comments(request, response, cancellation);
        waiting.add(comments);
        if (asleep) {
            LockSupport.unpark(thread);
        }
        return comments;
    }

    private void run() {
        while (!stopped) {
            if (waiting.isEmpty()) {
                sleep();
            } else {
                long now = System.nanoTime();
                for (Comments comments : waiting) {
                    comments.look(now);
                }
                LockSupport.parkNanos(this, napNanos);
            }
        }
    }

    private void sleep() {
        asleep = true;
        if (waiting.isEmpty() && !stopped) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** The comments to one client. They are written under a lock, which the end of the wait takes too. */
    private final class Comments implements Wait {

        private final ClientRequest request;
        private final HttpServletResponse response;
        private final Cancellation cancellation;
        private volatile long dueAt = System.nanoTime() + everyNanos;
        private volatile boolean interrupted;
        private boolean over;

        private Comments(ClientRequest request, HttpServletResponse response, Cancellation cancellation) {
            this.request = request;
            this.response = response;
            this.cancellation = cancellation;
        }

        /** Is called by one thread only. */
        private void look(long now) {
            if (!interrupted && dueAt - now <= 0) {
                dueAt = now + everyNanos;
                Thread.ofVirtual().name("keep-alive").start(this::write);
            }
        }

        private synchronized void write() {
            if (over || interrupted) {
                return;
            }
            try {
                if (begun()) {
                    OutputStream out = response.getOutputStream();
                    out.write(COMMENT);
                    out.flush();
                }
            } catch (IOException e) {
                over = true;
                cancellation.cancel(Reason.CLIENT_GONE);
            } catch (RuntimeException e) {
                over = true;
                log.error("A comment could not be written", e);
            }
        }

        /** Whether the answer is one that can hold comments; its head goes out with the first of them. */
        private boolean begun() {
            String type = request.dialect().encoder(request).contentType();
            over = !type.startsWith("text/event-stream");
            if (!over && !response.isCommitted()) {
                Relay.beginFrames(response, type);
            }
            return !over;
        }

        @Override
        public synchronized void interrupt() {
            interrupted = true;
        }

        @Override
        public void resume() {
            dueAt = System.nanoTime() + everyNanos;
            interrupted = false;
        }

        @Override
        public void close() {
            waiting.remove(this);
            synchronized (this) {
                over = true;
            }
        }
    }
}

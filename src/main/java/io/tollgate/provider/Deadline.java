package io.tollgate.provider;

import java.time.Duration;
import org.apache.hc.core5.concurrent.Cancellable;

/** Cancels a call that takes too long in all: a timeout for its next byte alone would let it drip on for ever. */
final class Deadline implements AutoCloseable {

    private final Cancellable call;
    private final Thread thread;
    private volatile boolean past;

    private Deadline(Duration patience, Cancellable call) {
        this.call = call;
        this.thread = Thread.ofVirtual().name("deadline").unstarted(() -> await(patience));
    }

    static Deadline start(Duration patience, Cancellable call) {
        Deadline deadline = new Deadline(patience, call);
        deadline.thread.start();
        return deadline;
    }

    private void await(Duration patience) {
        try {
            Thread.sleep(patience);
            past = true;
            call.cancel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // ended in time
        }
    }

    /** Whether the call was cancelled. */
    boolean isPast() {
        return past;
    }

    /** The call is over. */
    @Override
    public void close() {
        thread.interrupt();
        call.cancel();
    }
}

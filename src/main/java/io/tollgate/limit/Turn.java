package io.tollgate.limit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A place in the queue for a request to end. Whoever is first is told of every end, and looks again. */
final class Turn {

    private final Semaphore told = new Semaphore(0);

    void tell() {
        told.release();
    }

    /** Waits until something has ended; whether it did in time. */
    boolean await(long nanos) {
        try {
            return told.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

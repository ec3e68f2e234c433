package io.tollgate.provider;

import io.tollgate.provider.ProviderFailure.Abandoned;
import org.jspecify.annotations.Nullable;

/** Lets another thread end whatever call an exchange has under way, and keep it from making further ones. */
public final class Cancellation {

    private Runnable call = () -> {};
    private @Nullable Reason reason;

    /** Why nobody waits for an answer any more. */
    public enum Reason {
        /** The client is gone. */
        CLIENT_GONE,
        /** The gateway stops. */
        STOPPING,
        /** Whoever runs the thread wants it back. */
        INTERRUPTED
    }

    /**
     * A call is about to be made.
     *
     * @param cancel ends it, whatever state it is in
     * @throws ProviderException when it must not be made
     */
    synchronized void begin(Runnable cancel) throws ProviderException {
        Reason why = why();
        if (why != null) {
            throw new ProviderException(new Abandoned(why, false));
        }
        call = cancel;
    }

    /** Ends the call under way, if there is one, and refuses those to come. The first reason counts. */
    public synchronized void cancel(Reason why) {
        if (reason == null) {
            reason = why;
            call.run();
        }
    }

    /**
     * Why a call under way broke; absent when nobody cancelled it, nor interrupted the thread that makes it.
     *
     * @param asked whether anything of it may have gone out
     */
    synchronized @Nullable ProviderFailure failure(boolean asked) {
        Reason why = why();
        return why == null ? null : new Abandoned(why, asked);
    }

    private @Nullable Reason why() {
        return reason == null && Thread.currentThread().isInterrupted() ? Reason.INTERRUPTED : reason;
    }
}

package io.tollgate.proxy;

import io.tollgate.provider.Cancellation;
import io.tollgate.provider.Cancellation.Reason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The exchanges under way. When the gateway stops, in whatever container, it takes no new ones, lets these come to
 * their end for a while, and then cancels what is left.
 */
@Component
class LiveExchanges implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LiveExchanges.class);
    private static final long LOOK_EVERY_MS = 50;
    private static final long AFTER_CANCEL_MS = 2_000;

    private final AtomicInteger count = new AtomicInteger();
    private final Set<Cancellation> calls = ConcurrentHashMap.newKeySet();
    private final long drainMs;
    private volatile boolean running;
    private volatile boolean draining;

    LiveExchanges(ProxySettings settings) {
        this.drainMs = settings.drain().toMillis();
    }

    /** Something that ends. */
    interface Followed extends AutoCloseable {
        @Override
        void close();
    }

    /** Counts an exchange; whether it may begin. The caller ends it in either case. */
    boolean begin() {
        count.incrementAndGet();
        return !draining;
    }

    void end() {
        count.decrementAndGet();
    }

    int count() {
        return count.get();
    }

    boolean isDraining() {
        return draining;
    }

    /** Remembers an exchange, to cancel its calls when the gateway cannot wait any longer. */
    Followed follow(Cancellation cancellation) {
        calls.add(cancellation);
        return () -> calls.remove(cancellation);
    }

    @Override
    public void start() {
        running = true;
        draining = false;
    }

    @Override
    public void stop() {
        draining = true;
        running = false;
        if (count.get() > 0) {
            log.info("Waiting up to {} s for {} exchanges to end", drainMs / 1000, count.get());
        }
        if (!waitUntilNone(drainMs)) {
            log.warn("Cancelling {} exchanges that did not end in time", count.get());
            calls.forEach(cancellation -> cancellation.cancel(Reason.STOPPING));
            waitUntilNone(AFTER_CANCEL_MS);
        }
    }

    private boolean waitUntilNone(long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        while (count.get() > 0) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            try {
                Thread.sleep(LOOK_EVERY_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE; // stops before the web server and everything an exchange needs
    }
}

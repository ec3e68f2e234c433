package io.tollgate.provider;

import io.tollgate.provider.ProviderFailure.Phase;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels calls that pass a deadline. One thread looks at all calls under way four times a second, which costs a call
 * next to nothing and makes deadlines exact to a quarter of a second.
 */
final class Watchdog {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final long PERIOD_MS = 250;

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean stopped;

    Watchdog() {
        thread = Thread.ofPlatform().daemon().name("provider-deadlines").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
    }

    private void run() {
        while (!stopped) {
            long now = System.nanoTime();
            for (Watch watch : watches) {
                watch.check(now);
            }
            try {
                Thread.sleep(PERIOD_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Watches a call until it is {@linkplain Watch#end() ended}. */
    Watch watch(ProviderSettings.Deadlines deadlines, Runnable cancel) {
        Watch watch = new Watch(deadlines, cancel);
        watches.add(watch);
        return watch;
    }

    /** The deadlines of one call. */
    final class Watch {

        private final Runnable cancel;
        private volatile long idleNanos;
        private volatile long totalAt;
        private volatile long tokenAt;
        private volatile long phaseAt;
        private volatile boolean stream;
        private volatile Phase phase = Phase.FIRST_BYTE;
        private volatile @Nullable Phase expired;

        private Watch(ProviderSettings.Deadlines deadlines, Runnable cancel) {
            long now = System.nanoTime();
            this.cancel = cancel;
            this.idleNanos = nanos(deadlines.idle());
            this.totalAt = now + nanos(deadlines.total());
            this.tokenAt = now + nanos(deadlines.firstToken());
            this.phaseAt = now + nanos(deadlines.firstByte());
        }

        private static long nanos(Duration duration) {
            return Math.min(duration.toNanos(), Long.MAX_VALUE / 4);
        }

        private void check(long now) {
            boolean total = totalAt - now <= 0;
            boolean silent = stream && tokenAt - now <= 0;
            if (expired == null && (total || silent || phaseAt - now <= 0)) {
                expired = total ? Phase.TOTAL : silent ? Phase.FIRST_BYTE : phase;
                try {
                    cancel.run();
                } catch (RuntimeException e) {
                    log.error("A call that passed its deadline could not be cancelled", e);
                }
            }
        }

        /** The answer's first byte is there, or another read succeeded. */
        void alive() {
            phase = Phase.IDLE;
            phaseAt = System.nanoTime() + idleNanos;
        }

        /** The answer comes as a stream, which has to show something in time. */
        void stream() {
            stream = true;
        }

        /** The stream has shown something. */
        void begun() {
            stream = false;
        }

        /** From now on it may not pause for longer than this. */
        void pausesAtMost(long nanos) {
            if (nanos < idleNanos) {
                idleNanos = nanos;
                alive();
            }
        }

        /** All has been said: the end is due. */
        void endsWithin(long nanos) {
            totalAt = System.nanoTime() + nanos;
        }

        /** The deadline that ended the call, if one did. */
        @Nullable
        Phase expired() {
            return expired;
        }

        void end() {
            watches.remove(this);
        }
    }
}

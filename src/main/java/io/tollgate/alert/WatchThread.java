package io.tollgate.alert;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has the watch look from time to time. It is never interrupted: that would close an embedded database. */
@Component
class WatchThread implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WatchThread.class);

    private final Watch watch;
    private final Dispatch dispatch;
    private final AlertSettings settings;
    private volatile boolean stopped = true;
    private volatile @Nullable Thread thread;

    WatchThread(Watch watch, Dispatch dispatch, AlertSettings settings) {
        this.watch = watch;
        this.dispatch = dispatch;
        this.settings = settings;
    }

    @Override
    public void start() {
        stopped = false;
        dispatch.open();
        thread = Thread.ofPlatform().daemon().name("alerts").start(this::run);
    }

    private void run() {
        while (!stopped) {
            LockSupport.parkNanos(settings.interval().toNanos());
            if (!stopped) {
                look();
            }
        }
    }

    /** Whatever happens in one look, the next ones follow, unless the VM itself is at its end. */
    private void look() {
        try {
            watch.look();
        } catch (RuntimeException | Error e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw e;
            }
            log.warn("The watch did not finish its look", e);
        }
    }

    @Override
    public void stop() {
        stopped = true;
        dispatch.close();
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return !stopped;
    }
}

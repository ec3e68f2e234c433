package io.tollgate.usage;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * One line in the log for every exchange. A thread of its own writes them, ten times a second: exchanges that write
 * their lines themselves wait for one another, which costs more than all else that is written down about them.
 */
@Component
class ExchangeLog implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger("io.tollgate.exchange");

    private static final int CAPACITY = 50_000;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(CAPACITY);

    private volatile @Nullable Thread writer;
    private volatile boolean stopping;

    private record Line(UsageRecord row, String dialect, String keyName, String provider) {

        private String text() {
            return row.id() + " " + row.operation() + (row.streamed() ? " stream" : " whole")
                    + " request=" + plain(row.requestId())
                    + " dialect=" + plain(dialect)
                    + " key=" + plain(keyName)
                    + " model=" + plain(row.modelAsked())
                    + " provider=" + plain(provider)
                    + " status=" + row.status()
                    + " outcome=" + row.outcome()
                    + (row.errorCode() == null ? "" : " code=" + plain(row.errorCode()))
                    + " attempts=" + row.attempts()
                    + " tokens=" + row.usage().inputTokens() + "+" + row.usage().outputTokens()
                    + " ms=" + row.totalMicros() / 1000;
        }

        /** Names are free text: nothing in them may start a line of its own. */
        private static String plain(String name) {
            for (int i = 0; i < name.length(); i++) {
                if (Character.isISOControl(name.charAt(i)) || Character.isWhitespace(name.charAt(i))) {
                    return name.replaceAll("[\\p{Cntrl}\\s\\u2028\\u2029]", "_");
                }
            }
            return name;
        }
    }

    /**
     * Takes a line to be written. Who comes when too many wait writes it at once.
     *
     * @param dialect what the client speaks
     */
    void add(UsageRecord row, String dialect, String keyName, String provider) {
        if (!log.isInfoEnabled()) {
            return;
        }
        Line line = new Line(row, dialect, keyName, provider);
        if (writer == null || !lines.offer(line)) {
            log.info(line.text());
        }
    }

    @Override
    public synchronized void start() {
        stopping = false;
        Thread thread = new Thread(this::run, "exchange-log");
        writer = thread;
        thread.start();
    }

    @Override
    public synchronized void stop() {
        Thread thread = writer;
        if (thread == null) {
            return;
        }
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return writer != null;
    }

    /** Stops after everything that may still add a line. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    private void run() {
        while (!stopping) {
            LockSupport.parkNanos(PAUSE.toNanos());
            writeAll();
        }
        writer = null;
        writeAll();
    }

    private void writeAll() {
        for (Line line = lines.poll(); line != null; line = lines.poll()) {
            log.info(line.text());
        }
    }
}

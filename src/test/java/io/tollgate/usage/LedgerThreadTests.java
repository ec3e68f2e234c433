package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static io.tollgate.usage.UsageDatabase.count;
import static io.tollgate.usage.UsageDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.journal.Durability;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

@Timeout(30)
class LedgerThreadTests {

    private static final LedgerProperties PROPERTIES = new LedgerProperties(
            Durability.NONE,
            DataSize.ofMegabytes(1),
            DataSize.ofBytes(1_000),
            25,
            Duration.ofDays(90),
            Duration.ofDays(400));

    private final DataSource dataSource = UsageDatabase.create();

    @TempDir
    private Path directory;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = new Ledger(dataSource, directory, PROPERTIES, InstantSource.fixed(NOON));
    }

    @AfterEach
    void stop() {
        ledger.stop();
    }

    @Test
    void isNotCompleteWhileABacklogWaits() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch recorded = new CountDownLatch(1);
        Queue<Long> rows = new ConcurrentLinkedQueue<>();
        ledger.add((complete, _) -> {
            begun.countDown();
            waitFor(recorded);
            long now = count(dataSource);
            if (complete && now > 0) {
                rows.add(now);
            }
        });
        ledger.start();
        waitFor(begun); // a backlog comes while the ledger's thread is at something else
        for (int i = 0; i < 2_500; i++) {
            ledger.record(row(NOON));
        }

        recorded.countDown();

        await().until(() -> !rows.isEmpty());
        assertThat(rows.peek()).isEqualTo(2_500);
    }

    @Test
    void aChoreThatFailsHoldsNothingUp() throws InterruptedException {
        AtomicInteger others = new AtomicInteger();
        ledger.add((_, _) -> {
            throw new SQLException("a chore");
        });
        ledger.add((_, _) -> others.incrementAndGet());
        ledger.start();

        for (int i = 1; i <= 2; i++) {
            ledger.record(row(NOON));
            ledger.flush();
            assertThat(count(dataSource)).isEqualTo(i);
        }
        await().untilAsserted(() -> assertThat(others).hasPositiveValue());
    }

    @Test
    void nobodyWaitsForAThreadThatHasEnded() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        ledger.add((_, _) -> {
            begun.countDown();
            waitFor(asked);
            throw new AssertionError("the end of the thread");
        });
        ledger.start();
        begun.await();
        Thread waiting = Thread.startVirtualThread(this::flush);
        await().until(() ->
                waiting.getState() == Thread.State.WAITING || waiting.getState() == Thread.State.TIMED_WAITING);

        asked.countDown();

        assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
    }

    private void flush() {
        try {
            ledger.flush();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static io.tollgate.usage.UsageDatabase.count;
import static io.tollgate.usage.UsageDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.datasource.DelegatingDataSource;

@Timeout(30)
class LedgerTests {

    private final DataSource dataSource = UsageDatabase.create();
    private final Outage outage = new Outage(dataSource);
    private final Ledger ledger = new Ledger(new UsageTable(outage), 2_500);

    @AfterEach
    void stop() {
        ledger.stop();
    }

    @Test
    void writesWhatWasRecorded() throws InterruptedException {
        ledger.start();
        for (int i = 0; i < 2_400; i++) {
            ledger.record(row(NOON));
        }

        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(2_400);
    }

    @Test
    void writesByItselfSoon() {
        ledger.start();
        ledger.record(row(NOON));

        await().atMost(Duration.ofSeconds(5)).until(() -> count(dataSource) == 1);
    }

    @Test
    void stopsWhenAllIsWrittenAndMayBeStartedAgain() throws InterruptedException {
        ledger.start();
        for (int i = 0; i < 1_500; i++) {
            ledger.record(row(NOON));
        }
        ledger.stop();
        assertThat(ledger.isRunning()).isFalse();
        assertThat(count(dataSource)).isEqualTo(1_500);
        ledger.flush();

        ledger.start();
        ledger.record(row(NOON));
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(1_501);
    }

    @Test
    void keepsTheRowsWhileTheDatabaseFails() throws InterruptedException {
        outage.failures.set(2);
        ledger.start();
        ledger.record(row(NOON));

        ledger.flush();

        assertThat(outage.failures).hasNonPositiveValue();
        assertThat(count(dataSource)).isEqualTo(1);
    }

    @Test
    void waitsForRoomRatherThanLosing() throws InterruptedException {
        CountDownLatch full = new CountDownLatch(2_500);
        Thread recorder = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 4_000; i++) {
                ledger.record(row(NOON));
                full.countDown();
            }
        });
        full.await();
        recorder.interrupt();

        ledger.start();
        recorder.join();
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(4_000);
    }

    @Test
    void aRowTheDatabaseHasAlreadyDoesNotHoldUpTheOthers() throws InterruptedException {
        ledger.start();
        UsageRecord twice = row(NOON);
        ledger.record(twice);
        ledger.flush();

        ledger.record(row(NOON));
        ledger.record(twice);
        ledger.record(row(NOON));
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(3);
    }

    @Test
    void cutsTextThatIsTooLong() throws InterruptedException {
        ledger.start();
        ledger.record(row(NOON, "m".repeat(500), 200, UsageRecord.Outcome.COMPLETED, 1));
        ledger.flush();

        assertThat(count(dataSource)).isEqualTo(1);
    }

    /** A data source that fails a given number of times. */
    private static final class Outage extends DelegatingDataSource {

        private final AtomicInteger failures = new AtomicInteger();

        Outage(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (failures.getAndDecrement() > 0) {
                throw new SQLException("down", "08001");
            }
            return super.getConnection();
        }
    }
}

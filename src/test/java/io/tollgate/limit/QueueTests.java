package io.tollgate.limit;

import static io.tollgate.limit.Quotas.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class QueueTests {

    private static final long LONG = Duration.ofMinutes(1).toNanos();

    private final Time time = Time.utc();
    private final LimitBook book = new LimitBook(time.clocks(), new NoHistory());

    private Quota team(int concurrency, int queue) {
        LimitBook.Draft draft = book.draft();
        Quota quota = Quota.of(draft.allowance(Scope.TEAM, Quotas.TEAM, Quotas.concurrency(concurrency), null, queue));
        draft.commit();
        return quota;
    }

    private void waiting(int count) {
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> book.read(Scope.TEAM, Quotas.TEAM).waiting() == count);
    }

    @Test
    void servesFirstWhoCameFirst() throws InterruptedException {
        Quota quota = team(1, 10);
        Reservation first = taken(quota, Demand.NOTHING);
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            threads.add(Thread.startVirtualThread(() -> {
                if (quota.reserve(Demand.NOTHING, LONG) instanceof Reservation turn) {
                    order.add(number);
                    turn.close();
                }
            }));
            waiting(i + 1);
        }
        assertThat(quota.reserve(Demand.NOTHING, LONG)).isInstanceOf(Denial.class);

        first.close();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(book.read(Scope.TEAM, Quotas.TEAM))
                .returns(0L, Reading::running)
                .returns(0, Reading::waiting);
    }

    @Test
    void givesUpInTime() {
        Quota quota = team(1, 1);
        taken(quota, Demand.NOTHING);
        assertThat(quota.reserve(Demand.NOTHING, Duration.ofMillis(5).toNanos()))
                .isInstanceOfSatisfying(
                        Denial.class, denial -> assertThat(denial.limit()).isEqualTo(Limit.CONCURRENCY));
        assertThat(book.read(Scope.TEAM, Quotas.TEAM).waiting()).isZero();
    }

    @Test
    void passesAPlaceOnThatWasGivenUp() throws InterruptedException {
        Quota quota = team(1, 2);
        Reservation first = taken(quota, Demand.NOTHING);
        Thread leaving = Thread.startVirtualThread(() -> quota.reserve(Demand.NOTHING, LONG));
        waiting(1);
        List<Verdict> verdicts = new CopyOnWriteArrayList<>();
        Thread staying = Thread.startVirtualThread(() -> verdicts.add(quota.reserve(Demand.NOTHING, LONG)));
        waiting(2);

        leaving.interrupt();
        waiting(1);
        first.close();
        staying.join();

        assertThat(verdicts).singleElement().isInstanceOf(Reservation.class);
    }

    @Test
    void isOvertakenByNobody() throws InterruptedException {
        Quota quota = team(2, 5);
        Reservation first = taken(quota, Demand.NOTHING);
        Reservation second = taken(quota, Demand.NOTHING);
        List<Verdict> verdicts = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            threads.add(Thread.startVirtualThread(() -> verdicts.add(quota.reserve(Demand.NOTHING, LONG))));
            waiting(i + 1);
        }
        first.close();
        second.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(verdicts).hasSize(2).allMatch(Reservation.class::isInstance);
        assertThat(quota.reserve(Demand.NOTHING)).isInstanceOf(Denial.class);
    }
}

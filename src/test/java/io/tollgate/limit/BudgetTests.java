package io.tollgate.limit;

import static io.tollgate.limit.Quotas.denial;
import static io.tollgate.limit.Quotas.money;
import static io.tollgate.limit.Quotas.taken;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BudgetTests {

    private static final int MANY = 1_000;
    private static final int COST = 7;

    private final Time time = Time.utc();

    @RepeatedTest(100)
    void admitsExactlyAsManyAsItIsFor() throws InterruptedException {
        int enough = 37;
        LimitBook.Draft draft = new LimitBook(time.clocks(), new NoHistory()).draft();
        Allowance team = draft.allowance(
                Scope.TEAM, Quotas.TEAM, Limits.NONE, new Budget((long) enough * COST, BudgetPeriod.MONTH), 0);
        Allowance key =
                draft.allowance(Scope.KEY, Quotas.KEY, Quotas.rpm(MANY), new Budget(MANY * COST, BudgetPeriod.DAY), 0);
        draft.commit();
        Quota quota = Quota.of(key, team);
        AtomicInteger admitted = new AtomicInteger();

        atOnce(i -> {
            if (quota.reserve(money(COST)) instanceof Reservation reservation) {
                admitted.incrementAndGet();
                reservation.settle(1, (long) COST);
            }
        });

        assertThat(admitted).hasValue(enough);
        assertThat(Quota.of(key).requests()).returns((long) MANY - enough, Standing::remaining);
    }

    @Test
    void neverStandsStillWhereManyShareSome() throws InterruptedException {
        LimitBook.Draft draft = new LimitBook(time.clocks(), new NoHistory()).draft();
        List<Allowance> all = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            all.add(draft.allowance(scope, Quotas.KEY, Quotas.concurrency(MANY), null, 0));
        }
        atOnce(i -> {
            for (int round = 0; round < 50; round++) {
                Quota quota = Quota.of(all.get((i + round) % 5), all.get(i % 5 == 0 ? 4 : i % 5 - 1));
                taken(quota, Demand.NOTHING).close();
            }
        });
        assertThat(all)
                .allSatisfy(allowance ->
                        assertThat(allowance.counters().read().running()).isZero());
    }

    private static void atOnce(IntConsumer work) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            int number = i;
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    start.await();
                    work.accept(number);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void recordsADebtAndRefusesTheNext() {
        Quota quota = Quotas.of(time, Limits.NONE, new Budget(100, BudgetPeriod.DAY));
        taken(quota, money(10)).settle(0, 250L);
        assertThat(denial(quota, money(0))).returns(Limit.BUDGET, Denial::limit).returns(true, Denial::isSpent);
    }

    @Test
    void tellsWhatIsReservedFromWhatIsSpent() {
        Quota quota = Quotas.of(time, Limits.NONE, new Budget(100, BudgetPeriod.DAY));
        Reservation open = taken(quota, money(60));
        assertThat(denial(quota, money(60))).returns(Limit.BUDGET_RESERVED, Denial::limit);
        open.settle(0, 20L);
        Reservation second = taken(quota, money(60));
        second.settleAsReserved();
        assertThat(denial(quota, money(30))).returns(Limit.BUDGET, Denial::limit);
        assertThat(quota.reserve(money(20))).isInstanceOf(Reservation.class);
    }

    @Test
    void staysSpentWhileAnotherPeriodBegins() {
        Rows rows = new Rows();
        LimitBook book = new LimitBook(time.clocks(), rows);
        LimitBook.Draft draft = book.draft();
        Quota quota =
                Quota.of(draft.allowance(Scope.KEY, Quotas.KEY, Limits.NONE, new Budget(100, BudgetPeriod.DAY), 0));
        draft.commit();
        taken(quota, money(70)).settle(0, 70L);
        rows.addSoon(time.wall(), 0, 70);

        LimitBook.Draft next = book.draft();
        Quota monthly =
                Quota.of(next.allowance(Scope.KEY, Quotas.KEY, Limits.NONE, new Budget(100, BudgetPeriod.MONTH), 0));

        assertThat(book.read(Scope.KEY, Quotas.KEY).spentNano()).isEqualTo(70);
        assertThat(denial(quota, money(40)).limit()).isEqualTo(Limit.BUDGET);
        next.commit();
        assertThat(book.read(Scope.KEY, Quotas.KEY).spentNano()).isEqualTo(70);
        assertThat(denial(monthly, money(40)).limit()).isEqualTo(Limit.BUDGET);
    }

    @Test
    void isNearlySpentFromFourFifthsOn() {
        Budget budget = new Budget(1_000_000_001L, BudgetPeriod.DAY);
        assertThat(budget.isNearlySpent(799_999_999L)).isFalse();
        assertThat(budget.isNearlySpent(800_000_000L)).isTrue();
        assertThat(new Budget(Long.MAX_VALUE, BudgetPeriod.DAY).isNearlySpent(1L << 62))
                .isFalse();
        assertThat(Budget.ofDollars(new BigDecimal("12.50"), BudgetPeriod.WEEK))
                .returns(12_500_000_000L, Budget::amountNano)
                .returns(new BigDecimal("12.5"), Budget::dollars);
    }
}

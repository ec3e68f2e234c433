package io.tollgate.limit;

import static io.tollgate.limit.Quotas.money;
import static io.tollgate.limit.Quotas.taken;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.limit.CounterCheck.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CounterCheckTests {

    private static final Budget BUDGET = new Budget(1_000_000, BudgetPeriod.MONTH);
    private static final Result NOTHING = new Result(0, 0);
    private static final Result BOTH_RIGHT = new Result(2, 0);

    private final Time time = Time.utc();
    private final Rows rows = new Rows();
    private final LimitBook book = new LimitBook(time.clocks(), rows);
    private Quota quota = publish(BUDGET);

    private Quota publish(Budget budget) {
        LimitBook.Draft draft = book.draft();
        Quota made = Quota.of(draft.allowance(Scope.KEY, Quotas.KEY, Quotas.rpd(1_000), budget, 0));
        draft.commit();
        return made;
    }

    private void exchange(long nano) {
        taken(quota, money(nano)).settle(10, nano);
        rows.add(time.wall(), 10, nano);
    }

    private Result check() {
        return finish(book.check(true));
    }

    private Result finish(CounterCheck check) {
        return check.finish(CounterCheck.everyPeriod(), time.wall());
    }

    private void earnTrust() {
        time.passes(Duration.ofMinutes(2));
        assertThat(check()).isEqualTo(BOTH_RIGHT);
    }

    @Test
    void isRightWhereRowsSayTheSame() {
        exchange(70);
        exchange(30);
        earnTrust();
        time.comes("2026-12-01T00:00:00Z");
        assertThat(check()).isEqualTo(BOTH_RIGHT);
        exchange(5);
        assertThat(check()).isEqualTo(BOTH_RIGHT);
    }

    @Test
    void findsALostRowAndPutsTheCountersRight() {
        earnTrust();
        taken(quota, money(50)).settle(10, 40L);

        assertThat(check().differences()).isEqualTo(1);
        time.passes(Duration.ofSeconds(30));
        assertThat(check().differences()).isEqualTo(1);

        assertThat(check()).isEqualTo(BOTH_RIGHT);
        assertThat(book.read(Scope.KEY, Quotas.KEY))
                .returns(0L, Reading::dayRequests)
                .returns(0L, Reading::spentNano);
    }

    @Test
    void waitsForWhatIsUnderWay() {
        earnTrust();
        Reservation open = taken(quota, money(50));
        assertThat(check()).isEqualTo(BOTH_RIGHT);

        CounterCheck check = book.check(true);
        rows.add(time.wall(), 10, 45); // in the rows before the counters hear of it
        assertThat(finish(check)).isEqualTo(BOTH_RIGHT);
        open.settle(10, 45L);
        assertThat(check()).isEqualTo(BOTH_RIGHT);

        CounterCheck during = book.check(true);
        exchange(20);
        assertThat(finish(during)).isEqualTo(BOTH_RIGHT);
    }

    @Test
    void seesWhatIsMissingWhileOthersAreUnderWay() {
        earnTrust();
        Reservation open = taken(quota, money(50));
        taken(quota, money(50)).settle(10, 40L);

        assertThat(check()).isEqualTo(new Result(2, 2));
        assertThat(book.read(Scope.KEY, Quotas.KEY)).returns(40L, Reading::spentNano);

        open.close();
    }

    @Test
    void learnsOfRequestsThatWereUnderWayWhenCountingBegan() {
        rows.add(time.wall(), 10, 45);

        assertThat(check()).isEqualTo(NOTHING); // the requests, and thereby not the money
        assertThat(check()).isEqualTo(new Result(1, 0));

        assertThat(book.read(Scope.KEY, Quotas.KEY))
                .returns(1L, Reading::dayRequests)
                .returns(45L, Reading::spentNano);
        assertThat(check()).isEqualTo(BOTH_RIGHT);
    }

    @Test
    void anotherPeriodIsNotTrustedAtOnce() {
        exchange(70);
        earnTrust();
        quota = publish(new Budget(1_000, BudgetPeriod.DAY));
        rows.add(time.wall(), 10, 45); // of a request that began before

        assertThat(check().differences()).isEqualTo(1); // the requests of the day were trusted
        assertThat(check().differences()).isZero();
        assertThat(book.read(Scope.KEY, Quotas.KEY)).returns(115L, Reading::spentNano);
    }

    @Test
    void aCostThatNobodyKnowsIsWhatWasReserved() {
        taken(quota, money(50)).settleAsReserved();
        rows.add(time.wall(), 0, 50);
        earnTrust();
        assertThat(book.read(Scope.KEY, Quotas.KEY)).returns(50L, Reading::spentNano);
    }

    @Test
    void aCorrectionIsNotADifference() {
        exchange(70);
        earnTrust();
        CounterCheck check = book.check(true);
        book.correct(Scope.KEY, Quotas.KEY, time.wall(), -30);
        rows.add(time.wall().minusSeconds(1), 0, -30);
        assertThat(finish(check)).isEqualTo(NOTHING);
        taken(quota, money(1)).settle(1, 0L); // the row that carries the correction
        assertThat(check()).isEqualTo(BOTH_RIGHT);
    }

    private Quota callsOnly() {
        LimitBook.Draft draft = book.draft();
        Quota made = Quota.of(draft.allowance(Scope.PROVIDER, Quotas.KEY, Quotas.rpd(1_000), null, 0));
        draft.commit();
        return made;
    }

    private void call(Quota calls) {
        taken(calls, Demand.NOTHING).settle(0, 0L);
    }

    @Test
    void callsAreComparedOnceTheirExchangesAreOver() {
        Quota calls = callsOnly();
        time.passes(Duration.ofMinutes(2));
        assertThat(check()).isEqualTo(NOTHING); // the clock stands since it began
        CounterCheck first = book.check(true);
        time.passes(Duration.ofMinutes(2));
        assertThat(finish(first)).isEqualTo(new Result(1, 0));

        time.passes(Duration.ofSeconds(1));
        var began = time.wall();
        call(calls);
        time.passes(Duration.ofSeconds(1));
        CounterCheck during = book.check(true);
        time.passes(Duration.ofSeconds(1));
        assertThat(during.finish(CounterCheck.everyPeriod(), began)).isEqualTo(NOTHING);

        CounterCheck after = book.check(true);
        time.passes(Duration.ofSeconds(1));
        assertThat(finish(after)).isEqualTo(new Result(1, 1)); // the exchange is over, and its row was lost
        assertThat(book.read(Scope.PROVIDER, Quotas.KEY).dayRequests()).isZero();
        assertThat(book.check(false).finish(CounterCheck.everyPeriod(), time.wall()))
                .isEqualTo(NOTHING);
    }

    @Test
    void aCallAtMidnightBelongsToEitherDay() {
        callsOnly();
        CounterCheck first = book.check(true);
        time.passes(Duration.ofMinutes(2));
        assertThat(finish(first)).isEqualTo(new Result(1, 0));
        time.comes("2026-12-01T00:00:00Z");
        rows.add(time.wall(), 0, 0); // was counted a moment before

        CounterCheck next = book.check(true);
        time.passes(Duration.ofMinutes(2));
        assertThat(finish(next)).isEqualTo(NOTHING);

        assertThat(book.read(Scope.PROVIDER, Quotas.KEY).dayRequests()).isEqualTo(1);
        CounterCheck last = book.check(true);
        time.passes(Duration.ofMinutes(2));
        assertThat(finish(last)).isEqualTo(new Result(1, 0));
    }
}

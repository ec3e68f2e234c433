package io.tollgate.limit;

import static io.tollgate.limit.Quotas.admits;
import static io.tollgate.limit.Quotas.denial;
import static io.tollgate.limit.Quotas.money;
import static io.tollgate.limit.Quotas.rpd;
import static io.tollgate.limit.Quotas.taken;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTests {

    @ParameterizedTest(name = "{0} around {2} in {1}")
    @CsvSource({
        "DAY, Europe/Paris, 2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
        "DAY, Europe/Paris, 2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
        "DAY, America/Los_Angeles, 2026-03-08T12:00:00Z, 2026-03-08T08:00:00Z, 2026-03-09T07:00:00Z",
        "DAY, America/Los_Angeles, 2026-11-01T12:00:00Z, 2026-11-01T07:00:00Z, 2026-11-02T08:00:00Z",
        "DAY, America/Sao_Paulo, 2018-11-04T12:00:00Z, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
        "DAY, UTC, 2028-02-28T23:59:59.999Z, 2028-02-28T00:00:00Z, 2028-02-29T00:00:00Z",
        "DAY, UTC, 2028-02-29T00:00:00Z, 2028-02-29T00:00:00Z, 2028-03-01T00:00:00Z",
        "WEEK, UTC, 2026-11-22T23:59:59Z, 2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
        "WEEK, UTC, 2026-11-23T00:00:00Z, 2026-11-23T00:00:00Z, 2026-11-30T00:00:00Z",
        "WEEK, Europe/Paris, 2026-03-25T12:00:00Z, 2026-03-22T23:00:00Z, 2026-03-29T22:00:00Z",
        "MONTH, UTC, 2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "MONTH, UTC, 2026-12-31T23:59:59Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, America/Los_Angeles, 2026-12-01T07:59:59Z, 2026-11-01T07:00:00Z, 2026-12-01T08:00:00Z"
    })
    void goesFromMidnightToMidnight(BudgetPeriod period, ZoneId zone, Instant at, Instant start, Instant end) {
        assertThat(period.startMillis(at, zone)).isEqualTo(start.toEpochMilli());
        assertThat(period.endMillis(at, zone)).isEqualTo(end.toEpochMilli());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Europe/Paris, 2026-10-24T22:00:00Z, PT25H",
        "Europe/Paris, 2026-03-28T23:00:00Z, PT23H",
        "America/Los_Angeles, 2026-11-01T07:00:00Z, PT25H"
    })
    void keepsADayClosedUntilItsEnd(String zone, String start, Duration length) {
        Time time = new Time(start, zone);
        Quota quota = Quotas.of(time, rpd(1), null);
        assertThat(admits(quota)).isTrue();
        assertThat(denial(quota, Demand.NOTHING).retryAfter()).isEqualTo(length);
        time.passes(length.minusMillis(1));
        assertThat(admits(quota)).isFalse();
        time.passes(Duration.ofMillis(1));
        assertThat(admits(quota)).isTrue();
    }

    @Test
    void goesOnAnew() {
        Time time = new Time("2026-11-30T23:00:00Z", "UTC");
        Quota quota = Quotas.of(time, Limits.NONE, new Budget(10, BudgetPeriod.MONTH));
        taken(quota, money(10)).settle(0, 10L);
        assertThat(denial(quota, money(1)).retryAfter()).isEqualTo(Duration.ofHours(1));
        time.passes(Duration.ofHours(1));
        assertThat(quota.reserve(money(10))).isInstanceOf(Reservation.class);
    }

    @Test
    void chargesThePeriodInWhichARequestBegan() {
        Time time = new Time("2026-11-30T23:59:59Z", "UTC");
        Quota quota = Quotas.of(time, Limits.NONE, new Budget(10, BudgetPeriod.MONTH));
        Reservation open = taken(quota, money(6));
        time.passes(Duration.ofSeconds(2));
        assertThat(denial(quota, money(6)).limit()).isEqualTo(Limit.BUDGET_RESERVED);
        open.settle(0, 6L);
        assertThat(quota.reserve(money(10))).isInstanceOf(Reservation.class);
    }

    @Test
    void doesNotOpenAgainWhenTheClockIsSetBack() {
        Time time = new Time("2026-11-21T23:50:00Z", "UTC");
        Quota quota = Quotas.of(time, rpd(2), null);
        admits(quota);
        admits(quota);
        time.steps(Duration.ofHours(1));
        assertThat(admits(quota)).isTrue();
        time.steps(Duration.ofHours(-1));
        assertThat(admits(quota)).isFalse();
        time.passes(Duration.ofMinutes(9));
        assertThat(admits(quota)).isFalse();
        time.passes(Duration.ofMinutes(1));
        assertThat(admits(quota)).isTrue();
    }

    @Test
    void doesNotOpenAgainWhenTheClockIsSetBackSeveralDays() {
        Time time = Time.utc();
        Quota quota = Quotas.of(time, rpd(2), null);
        admits(quota);
        admits(quota);
        for (int day = 1; day <= 3; day++) {
            time.steps(Duration.ofDays(1));
            assertThat(quota.requests().remaining()).isEqualTo(2);
        }
        time.steps(Duration.ofDays(-3));
        assertThat(admits(quota)).isFalse();
        time.steps(Duration.ofDays(1));
        assertThat(admits(quota)).isTrue();
    }

    @Test
    void letsMinutesAloneWhenTheClockIsSet() {
        Time time = Time.utc();
        Quota quota = Quotas.of(time, Quotas.rpm(1), null);
        admits(quota);
        time.steps(Duration.ofHours(1));
        assertThat(admits(quota)).isFalse();
        time.steps(Duration.ofHours(-2));
        time.passes(Duration.ofSeconds(61));
        assertThat(admits(quota)).isTrue();
    }

    @Test
    void isForGoodWhenItIsTotal() {
        Time time = Time.utc();
        Quota quota = Quotas.of(time, Limits.NONE, new Budget(10, BudgetPeriod.TOTAL));
        taken(quota, money(10)).settle(0, 12L);
        time.passes(Duration.ofDays(4000));
        assertThat(denial(quota, money(0)).retryAfter()).isNull();
    }
}

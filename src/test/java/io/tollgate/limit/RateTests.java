package io.tollgate.limit;

import static io.tollgate.limit.Quotas.admits;
import static io.tollgate.limit.Quotas.denial;
import static io.tollgate.limit.Quotas.rpd;
import static io.tollgate.limit.Quotas.rpm;
import static io.tollgate.limit.Quotas.taken;
import static io.tollgate.limit.Quotas.tokens;
import static io.tollgate.limit.Quotas.tpm;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateTests {

    private static final long MINUTE = Duration.ofSeconds(60).toNanos();

    private final Time time = Time.utc();

    @Property(tries = 300)
    void neverAdmitsMoreInAnySixtySeconds(
            @ForAll @IntRange(min = 1, max = 20) int limit,
            @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 0, max = 9_000_000_000L) Long> gaps) {
        Time trace = Time.utc();
        Quota quota = Quotas.of(trace, rpm(limit), null);
        List<Long> admitted = new ArrayList<>();
        for (long gap : gaps) {
            trace.passes(Duration.ofNanos(gap));
            if (admits(quota)) {
                admitted.add(trace.nanos());
            }
        }
        for (int first = 0; first + limit < admitted.size(); first++) {
            assertThat(admitted.get(first + limit) - admitted.get(first)).isGreaterThan(MINUTE);
        }
    }

    @Test
    void tellsHowManyRequestsAreLeft() {
        Quota quota = Quotas.of(time, new Limits(10L, 4_000L, 5L, null), null);
        assertThat(quota.left()).isEqualTo(4);

        taken(quota, tokens(1_500)).close();
        assertThat(quota.left()).isEqualTo(4);
        taken(quota, tokens(1_500));
        assertThat(quota.left()).isEqualTo(2);
        assertThat(Quotas.of(time, Quotas.concurrency(3), null).left()).isEqualTo(Long.MAX_VALUE);
    }

    @Property(tries = 40)
    void isUsedUpWhenThereIsAlwaysMore(@ForAll @IntRange(min = 1, max = 200) int limit) {
        Time trace = Time.utc();
        Quota quota = Quotas.of(trace, rpm(limit), null);
        int minutes = 30;
        long admitted = 0;
        for (int tick = 0; tick < minutes * 600; tick++) {
            while (admits(quota)) {
                admitted++;
            }
            trace.passes(Duration.ofMillis(100));
        }
        assertThat(admitted).isGreaterThanOrEqualTo((long) Math.ceil(0.95 * minutes * limit));
    }

    @Property(tries = 300)
    void letsTheNextPassAfterTheWait(
            @ForAll @IntRange(min = 1, max = 5) int requests,
            @ForAll @IntRange(min = 100, max = 1000) int tokens,
            @ForAll @Size(min = 1, max = 60) List<@LongRange(min = 0, max = 30_000_000_000L) Long> gaps) {
        Time trace = Time.utc();
        Quota quota = Quotas.of(trace, new Limits((long) requests, (long) tokens, 20L, null), null);
        for (long gap : gaps) {
            trace.passes(Duration.ofNanos(gap));
            Demand demand = tokens(gap % 100 + 1);
            if (quota.reserve(demand) instanceof Denial refused) {
                Duration wait = refused.retryAfter();
                assertThat(wait).isNotNull();
                trace.passes(wait);
                assertThat(quota.reserve(demand)).isInstanceOf(Reservation.class);
            }
        }
    }

    @Test
    void allowsNothingWhenItIsZeroAndEverythingWhenItIsAbsent() {
        assertThat(denial(Quotas.of(time, rpm(0), null), Demand.NOTHING).retryAfter())
                .isNull();
        assertThat(admits(Quotas.of(time, tpm(0), null))).isFalse();
        assertThat(admits(Quotas.of(time, rpd(0), null))).isFalse();
        assertThat(admits(Quotas.of(time, Quotas.concurrency(0), null))).isFalse();
        assertThat(Quotas.of(time, new Limits(-1L, -1L, null, -1L), null)).isSameAs(Quota.NONE);
        assertThat(Quota.NONE.reserve(tokens(1_000_000))).isSameAs(Reservation.NONE);
    }

    @Test
    void givesUnusedTokensBackAndDebitsWhatIsBeyond() {
        Quota quota = Quotas.of(time, tpm(100), null);
        Reservation first = taken(quota, tokens(80));
        assertThat(denial(quota, tokens(30)).limit()).isEqualTo(Limit.TOKENS_PER_MINUTE);

        first.settle(10, 0L);
        Reservation second = taken(quota, tokens(90));
        time.passes(Duration.ofSeconds(70));
        second.settle(150, 0L);

        assertThat(denial(quota, tokens(41)).retryAfter()).isNotNull();
        assertThat(quota.reserve(tokens(40))).isInstanceOf(Reservation.class);
    }

    @Test
    void settlesOnce() {
        Quota quota = Quotas.of(time, new Limits(null, 100L, null, 1L), null);
        Reservation first = taken(quota, tokens(80));
        first.settle(100, 0L);
        first.settle(0, 0L);
        first.annul();
        first.close();

        assertThat(quota.reserve(tokens(1))).isInstanceOf(Denial.class);
        assertThat(quota.tokens()).returns(0L, Standing::remaining);
    }

    @Test
    void neverTellsToWaitForWhatCannotPass() {
        assertThat(denial(Quotas.of(time, tpm(100), null), tokens(101)).retryAfter())
                .isNull();
    }

    @Test
    void makesAGuessGiveWayToALowLimit() {
        Quota quota = Quotas.of(time, tpm(100), null);
        for (int i = 0; i < 4; i++) {
            assertThat(quota.reserve(new Demand(8_200, 8, 0))).isInstanceOf(Reservation.class);
        }
        assertThat(quota.reserve(new Demand(8_200, 8, 0))).isInstanceOf(Denial.class);
        assertThat(quota.tokens()).returns(0L, Standing::remaining);
    }

    @Test
    void keepsTheRequestsCountUnlessItWasRefusedAfterAll() {
        Quota quota = Quotas.of(time, rpm(2), null);
        taken(quota, Demand.NOTHING).close();
        taken(quota, Demand.NOTHING).annul();
        taken(quota, Demand.NOTHING).close();
        assertThat(admits(quota)).isFalse();
    }

    @Test
    void takesFromAllOrFromNone() {
        LimitBook.Draft draft = new LimitBook(time.clocks(), new NoHistory()).draft();
        Allowance key = draft.allowance(Scope.KEY, Quotas.KEY, rpm(5), null, 0);
        Allowance team = draft.allowance(Scope.TEAM, Quotas.TEAM, rpm(1), null, 0);
        Quota both = Quota.of(team, key);

        assertThat(admits(both)).isTrue();
        assertThat(denial(both, Demand.NOTHING).scope()).isEqualTo(Scope.TEAM);
        assertThat(Quota.of(key).requests()).returns(4L, Standing::remaining);
        assertThat(both.requests()).returns(0L, Standing::remaining).returns(1L, Standing::limit);
    }

    @Test
    void saysWhenAllOfItIsThereAgain() {
        Quota quota = Quotas.of(time, rpm(5), null);
        assertThat(quota.requests()).isEqualTo(new Standing(5, 5, Duration.ZERO));
        admits(quota);
        time.passes(Duration.ofMillis(1500));
        assertThat(quota.requests()).isEqualTo(new Standing(5, 4, Duration.ofMillis(59_500)));
        assertThat(quota.tokens()).isNull();
    }
}

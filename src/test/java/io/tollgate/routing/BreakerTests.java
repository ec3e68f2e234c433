package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.routing.Breaker.Pass;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BreakerTests {

    private static final long SECOND = 1_000_000_000L;

    private final Breaker breaker = new Breaker();
    private long now = Long.MAX_VALUE - SECOND; // as the clock may stand

    private void trouble() {
        breaker.openFor(Reason.TROUBLE, now, 2, SECOND, 15 * SECOND);
    }

    private void open() {
        trouble();
        trouble();
        trouble();
    }

    private long cooling() {
        return breaker.condition(now) instanceof Condition.Cooling cooling ? (cooling.untilNanos() - now) / SECOND : -1;
    }

    @Test
    void toleratesTwoFailuresInARow() {
        trouble();
        trouble();

        assertThat(breaker.pass(now)).isEqualTo(Pass.FREE);
        trouble();
        assertThat(breaker.pass(now)).isEqualTo(Pass.REFUSED);
        assertThat(breaker.condition(now)).isEqualTo(new Condition.Cooling(now + SECOND, Reason.TROUBLE));
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        trouble();
        trouble();
        breaker.succeeded(Pass.FREE);
        trouble();
        trouble();

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void letsOnePassWhenItsTimeIsOver() {
        open();
        now += SECOND;

        assertThat(breaker.isPassable(now)).isTrue();
        assertThat(breaker.condition(now)).isEqualTo(new Condition.Probing(Reason.TROUBLE, false));
        assertThat(breaker.pass(now)).isEqualTo(Pass.CANARY);
        assertThat(breaker.pass(now)).isEqualTo(Pass.REFUSED);
        assertThat(breaker.condition(now)).isEqualTo(new Condition.Probing(Reason.TROUBLE, true));
        breaker.succeeded(Pass.CANARY);
        assertThat(breaker.pass(now)).isEqualTo(Pass.FREE);
    }

    @Test
    void opensForTwiceAsLongEachTime() {
        open();
        List<Long> windows = IntStream.range(0, 6)
                .mapToObj(i -> {
                    long seconds = cooling();
                    now += seconds * SECOND;
                    assertThat(breaker.pass(now)).isEqualTo(Pass.CANARY);
                    trouble();
                    return seconds;
                })
                .toList();

        assertThat(windows).containsExactly(1L, 2L, 4L, 8L, 15L, 15L);
    }

    @Test
    void beginsAnewWithShortTimesAfterASuccess() {
        open();
        now += SECOND;
        assertThat(breaker.pass(now)).isEqualTo(Pass.CANARY);
        trouble();
        now += 2 * SECOND;
        assertThat(breaker.pass(now)).isEqualTo(Pass.CANARY);
        breaker.succeeded(Pass.CANARY);
        open();

        assertThat(cooling()).isOne();
    }

    @Test
    void takesNoWordOfThoseWhoBeganBefore() {
        open();
        trouble();
        breaker.succeeded(Pass.FREE);

        assertThat(cooling()).isOne();
    }

    @Test
    void letsAnotherDecideWhenTheCanarySaysNothing() {
        open();
        now += SECOND;
        assertThat(breaker.pass(now)).isEqualTo(Pass.CANARY);
        breaker.undecided(Pass.CANARY);

        assertThat(breaker.pass(now)).isEqualTo(Pass.CANARY);
    }

    @Test
    void needsNoCanaryAfterATimeThatIsKnown() {
        breaker.restUntil(Reason.RATE_LIMITED, now + SECOND);
        assertThat(breaker.pass(now)).isEqualTo(Pass.REFUSED);
        now += SECOND;

        assertThat(breaker.condition(now)).isEqualTo(Condition.HEALTHY);
        assertThat(breaker.pass(now)).isEqualTo(Pass.FREE);
        assertThat(breaker.pass(now)).isEqualTo(Pass.FREE);
    }

    @Test
    void staysShutUntilItIsClosed() {
        breaker.shut(Reason.UNAUTHORIZED);
        now += 3600 * SECOND;
        breaker.succeeded(Pass.FREE);
        trouble();

        assertThat(breaker.pass(now)).isEqualTo(Pass.REFUSED);
        assertThat(breaker.condition(now)).isEqualTo(new Condition.Quarantined(Reason.UNAUTHORIZED));
        breaker.close();
        assertThat(breaker.pass(now)).isEqualTo(Pass.FREE);
    }

    @Test
    void letsOneOfManyPass() throws InterruptedException {
        open();
        now += SECOND;
        ConcurrentLinkedQueue<Pass> passes = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(64);
        for (int i = 0; i < 64; i++) {
            Thread.ofVirtual().start(() -> {
                passes.add(breaker.pass(now));
                done.countDown();
            });
        }
        done.await();

        assertThat(passes).hasSize(64).containsOnlyOnce(Pass.CANARY).doesNotContain(Pass.FREE);
    }
}

package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.chat.GatewayError;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.ProviderFailure.BadAnswer;
import io.tollgate.provider.ProviderFailure.Broken;
import io.tollgate.provider.ProviderFailure.OutOfCredit;
import io.tollgate.provider.ProviderFailure.RateLimited;
import io.tollgate.provider.ProviderFailure.Resting;
import io.tollgate.provider.ProviderFailure.Unauthorized;
import io.tollgate.provider.ProviderFailure.Unsupported;
import io.tollgate.routing.Route.Stage;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order candidates are asked, how often, and after which wait; on a clock that waiting moves. */
class WalkTests extends WalkFixture {

    @Test
    void asksTheNextAtOnce() throws Exception {
        fails("a1", SERVER_ERROR);

        assertThat(ask(stage("m", "a1", "b1"), stage("f", "c1"))).isEqualTo("m by b1");
        assertThat(calls).containsExactly("a1", "b1");
        assertThat(millis).containsExactly(0L, 0L);
        assertThat(told).containsExactly("a1 FIRST", "a1 failed", "b1 NEXT");
    }

    @Test
    void asksTheSameAgainWhenNobodyElseIsLeft() throws Exception {
        fails("a1", SERVER_ERROR);

        assertThat(ask(stage("m", "a1"), stage("f", "c1"))).isEqualTo("m by a1");
        assertThat(calls).containsExactly("a1", "a1");
        assertThat(millis.getLast()).isBetween(800L, 1_200L);
        assertThat(told).containsExactly("a1 FIRST", "a1 failed", "a1 AGAIN");
    }

    @Test
    void comesBackAfterTheTimeTheProviderSaid() throws Exception {
        fails("a1", limited(Duration.ofSeconds(2)));

        assertThat(ask(stage("m", "a1"), stage("f", "c1"))).isEqualTo("m by a1");
        assertThat(millis).containsExactly(0L, 2_000L);
    }

    @Test
    void doesNotWaitLongerThanItMay() throws Exception {
        fails("a1", limited(Duration.ofSeconds(6)));

        assertThat(ask(stage("m", "a1"), stage("f", "c1"))).isEqualTo("f by c1");
        assertThat(calls).containsExactly("a1", "c1");
        assertThat(millis).containsExactly(0L, 0L);
    }

    @Test
    void tellsTheTimeThatTheProviderSaidWhenItIsTooLong() {
        fails("a1", limited(Duration.ofSeconds(6)));

        assertThat(failure(stage("m", "a1")).retryAfter()).hasSeconds(6);
        assertThat(calls).hasSize(1);
        ProviderFailure second = failure(stage("m", "a1"));
        assertThat(second).isInstanceOf(Resting.class);
        assertThat(second.error().status()).isEqualTo(429);
        assertThat(second.retryAfter()).hasSeconds(6);
        assertThat(calls).isEmpty();
    }

    @Test
    void callsOneDeploymentAFewTimesOnly() {
        failsForever("a1", limited(Duration.ofMillis(500)));

        assertThat(failure(stage("m", "a1"))).isInstanceOf(RateLimited.class);
        assertThat(calls).containsExactly("a1", "a1", "a1", "a1");
    }

    @Test
    void leavesWhatFailsThreeTimesForTheNextModel() throws Exception {
        failsForever("a1", OVERLOADED);

        assertThat(ask(stage("m", "a1"), stage("f", "c1"))).isEqualTo("f by c1");
        assertThat(calls).containsExactly("a1", "a1", "a1", "c1");
        assertThat(ask(stage("m", "a1"), stage("f", "c1"))).isEqualTo("f by c1");
        assertThat(told).containsExactly("a1 is cooling: TROUBLE", "c1 FALLBACK");
    }

    @Test
    void callsWhatFailsAsOftenAsItMayWhenThereIsNobodyElse() {
        failsForever("a1", OVERLOADED);

        ProviderFailure failure = failure(stage("m", "a1"));

        assertThat(calls).containsExactly("a1", "a1", "a1", "a1");
        assertThat(failure.error().status()).isEqualTo(503);
        assertThat(failure.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
    }

    @Test
    void countsAllCredentialsOfADeploymentThatFails() {
        for (String name : new String[] {"a1", "a2", "a3", "a4", "a5", "a6"}) {
            failsForever(name, SERVER_ERROR);
        }

        failure(stage("m", "a1", "a2", "a3", "a4", "a5", "a6"));

        assertThat(calls).containsExactly("a1", "a2", "a3", "a4");
        assertThat(told).contains("a5 is spared: CALLS", "a6 is spared: CALLS");
    }

    @Test
    void walksAPoolOfBadCredentialsToItsEnd() throws Exception {
        fails("a1", new Unauthorized(401));
        fails("a2", new OutOfCredit(null));
        fails("a3", limited(Duration.ofMinutes(1)));
        fails("a4", new Unauthorized(403));
        fails("a5", limited(Duration.ofMinutes(2)));

        Stage pool = stage("m", "a1", "a2", "a3", "a4", "a5", "a6");

        assertThat(ask(pool)).isEqualTo("m by a6");
        assertThat(calls).hasSize(6);
        assertThat(ask(pool)).isEqualTo("m by a6");
        assertThat(told)
                .containsExactly(
                        "a1 is quarantined: UNAUTHORIZED",
                        "a2 is cooling: OUT_OF_CREDIT",
                        "a3 is cooling: RATE_LIMITED",
                        "a4 is quarantined: UNAUTHORIZED",
                        "a5 is cooling: RATE_LIMITED",
                        "a6 FIRST");
    }

    @Test
    void doesNotAskASilentDeploymentTwice() throws Exception {
        failsForever("a1", SILENT);

        assertThat(failure(stage("m", "a1", "a2"))).isEqualTo(SILENT);
        assertThat(calls).containsExactly("a1");
        assertThat(told).containsExactly("a1 FIRST", "a1 failed", "a2 is spared: SILENT");
        assertThat(ask(stage("m", "a1", "a2"), stage("f", "c1"))).isEqualTo("f by c1");
        assertThat(calls).containsExactly("a1", "c1");
    }

    @Test
    void returnsAWrongRequestAtOnce() {
        fails("a1", WRONG);

        assertThat(failure(stage("m", "a1", "b1"), stage("f", "c1"))).isEqualTo(WRONG);
        assertThat(calls).containsExactly("a1");
        assertThat(candidate("a1").health().condition(now)).isEqualTo(Condition.HEALTHY);
        assertThat(candidate("a1").health().lastError()).isNull();
    }

    @Test
    void neverShowsThatACredentialIsRefused() {
        fails("a1", new Unauthorized(401));

        assertThat(failure(stage("m", "a1")).error().status()).isEqualTo(502);
        ProviderFailure second = failure(stage("m", "a1"));
        assertThat(second.error().code()).isEqualTo("upstream_auth_error");
        assertThat(calls).isEmpty();
        candidate("a1").health().restore();
        assertThat(candidate("a1").health().isAvailable(now)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upstream_too_large", "upstream_redirect"})
    void doesNotRepeatWhatIsWrongByItsNature(String code) {
        failsForever("a1", new BadAnswer(code, "Wrong"));

        failure(stage("m", "a1"));

        assertThat(calls).containsExactly("a1");
    }

    @Test
    void waitsForACandidateThatIsLeftAloneWhenThereIsNobodyElse() throws Exception {
        fails("a1", limited(Duration.ofSeconds(6)));
        failure(stage("m", "a1"));
        now += 2_000_000_000L;

        assertThat(ask(stage("m", "a1"))).isEqualTo("m by a1");
        assertThat(millis).containsExactly(4_000L);
        assertThat(told).containsExactly("a1 is cooling: RATE_LIMITED", "a1 WAITED");
    }

    @Test
    void asksOneThatHasNothingLeftWhenThereIsNobodyElse() throws Exception {
        candidate("a1").health().usedUp(Duration.ofMinutes(5));
        long real = System.nanoTime();
        now = real;

        assertThat(ask(stage("m", "a1", "b1"))).isEqualTo("m by b1");
        assertThat(told).containsExactly("a1 is cooling: USED_UP", "b1 FIRST");
        assertThat(ask(stage("m", "a1"))).isEqualTo("m by a1");
        assertThat(millis).containsExactly(0L);
    }

    @Test
    void aCallThatCouldNotBeMadeHidesNoFailure() {
        fails("a1", SILENT);
        fails("b1", new Unsupported(GatewayError.invalid(400, "not_convertible", "Cannot be said there")));

        assertThat(failure(stage("m", "a1", "b1"))).isEqualTo(SILENT);
    }

    @Test
    void endsWithTheBudgetForRetries() {
        while (budget.take()) {
            assertThat(now).isEqualTo(77);
        }
        fails("a1", new Broken());

        assertThat(failure(stage("m", "a1", "b1"))).isEqualTo(new Broken());
        assertThat(calls).containsExactly("a1");
        assertThat(told).containsExactly("a1 FIRST", "a1 failed", "b1 is spared: RETRY_BUDGET");
    }

    @Test
    void endsWithItsDeadline() {
        failover = new Failover(
                new RetrySettings(20, "1s", Duration.ofSeconds(5), 20, Duration.ofSeconds(3)),
                budget,
                () -> now,
                nanos -> now += nanos,
                new Random(42));
        failsForever("a1", limited(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> ask(stage("m", "a1"))).isInstanceOf(ProviderException.class);
        assertThat(millis).containsExactly(0L, 1_000L, 2_000L, 3_000L);
    }

    @Test
    void asksNobodyElseAfterItsDeadline() {
        failover = new Failover(
                new RetrySettings(3, "1s", Duration.ofSeconds(5), 20, Duration.ofSeconds(3)),
                budget,
                () -> calls.isEmpty() ? now : now + 4_000_000_000L,
                nanos -> now += nanos,
                new Random(42));
        fails("a1", SERVER_ERROR);

        assertThat(failure(stage("m", "a1", "b1"))).isEqualTo(SERVER_ERROR);
        assertThat(told).containsExactly("a1 FIRST", "a1 failed", "b1 is spared: DEADLINE");
    }

    @Test
    void makesNoFurtherCallsWhereNoneAreWanted() {
        failover = failover(0);
        failsForever("a1", SERVER_ERROR);

        failure(stage("m", "a1"));

        assertThat(calls).containsExactly("a1");
    }

    @Test
    void leavesNothingUnderWay() {
        failsForever("a1", SERVER_ERROR);
        failure(stage("m", "a1"));

        assertThat(candidate("a1").health().inFlight()).isZero();
        assertThat(candidate("a1").health().lastUsedNanos()).isNotEqualTo(Health.NEVER);
        assertThat(candidate("a1").health().lastError()).isEqualTo("upstream_error");
    }
}

package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.GatewayError;
import io.tollgate.provider.ProviderFailure.OutOfCredit;
import io.tollgate.provider.ProviderFailure.RateLimited;
import io.tollgate.routing.Breaker.Pass;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthTests {

    private static final RateLimited LIMITED = new RateLimited(
            new GatewayError(429, "requests", "rate_limit_exceeded", "Too many", null, Duration.ofHours(2)));
    private static final OutOfCredit EMPTY = new OutOfCredit(Duration.ofHours(1));

    private final CredentialHealth credential = new CredentialHealth();
    private final Health one = new Health(credential);
    private final Health other = new Health(credential);
    private final long now = System.nanoTime();
    private final long later = now + Duration.ofMinutes(90).toNanos();

    @Test
    void sharesWhatConcernsTheCredential() {
        one.failed(Pass.FREE, EMPTY, now);

        assertThat(other.isAvailable(now)).isFalse();
        assertThat(other.condition(now)).isInstanceOf(Condition.Cooling.class);
        assertThat(other.begin(later)).isEqualTo(Pass.CANARY);
        assertThat(one.isAvailable(later)).isFalse();
        other.answered(Pass.CANARY);
        assertThat(one.isAvailable(later)).isTrue();
    }

    @Test
    void keepsToItselfWhatConcernsTheModel() {
        one.failed(Pass.FREE, LIMITED, now);

        assertThat(one.isAvailable(now)).isFalse();
        assertThat(other.isAvailable(now)).isTrue();
    }

    @Test
    void tellsWhatKeepsCallsAway() {
        one.failed(Pass.FREE, LIMITED, now);
        one.failed(Pass.FREE, EMPTY, now);

        assertThat(one.begin(later)).isEqualTo(Pass.REFUSED);
        assertThat(one.condition(later))
                .isInstanceOfSatisfying(
                        Condition.Cooling.class,
                        cooling -> assertThat(cooling.reason()).isEqualTo(Reason.RATE_LIMITED));
        assertThat(other.condition(later)).isEqualTo(new Condition.Probing(Reason.OUT_OF_CREDIT, false));
    }

    @Test
    void countsWhatIsUnderWay() {
        assertThat(one.lastUsedNanos()).isEqualTo(Health.NEVER);
        one.begin(now);
        one.begin(now);
        one.end();

        assertThat(one.inFlight()).isOne();
        assertThat(other.inFlight()).isZero();
        assertThat(one.lastUsedNanos()).isEqualTo(now);
    }

    @Test
    void isUsedAgainWhenACallFindsThatSomethingIsLeft() {
        one.usedUp(Duration.ofMinutes(5));
        one.usedUp(null);
        assertThat(one.isAvailable(System.nanoTime())).isFalse();

        one.enter(System.nanoTime() + 1);
        one.usedUp(Duration.ZERO);
        assertThat(one.isAvailable(System.nanoTime())).isTrue();
    }

    @Test
    void isNotUsedAgainBecauseOfACallThatWasMadeBefore() {
        one.enter(System.nanoTime());
        one.usedUp(Duration.ofMinutes(5));
        one.usedUp(Duration.ZERO);

        assertThat(one.isAvailable(System.nanoTime())).isFalse();
    }
}

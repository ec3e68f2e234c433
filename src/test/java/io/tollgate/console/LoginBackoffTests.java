package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginBackoffTests {

    private static final String HERE = "192.0.2.1";

    private Instant now = Instant.parse("2026-11-21T08:00:00Z");
    private final LoginBackoff backoff = new LoginBackoff(() -> now);

    @Test
    void aNameWaitsTwiceAsLongAfterEachFailure() {
        failTimes(5, "alice");
        assertThat(backoff.admit("alice", HERE)).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(backoff.admit("alice", HERE)).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(backoff.admit("alice", HERE)).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(backoff.admit("alice", HERE)).isTrue();
    }

    @Test
    void nobodyWaitsLongerThanAMinuteForTheirName() {
        for (int i = 0; i < 40; i++) {
            assertThat(backoff.admit("alice", "192.0.2." + i)).isTrue();
            pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void attemptsThatAreTurnedAwayDoNotCount() {
        failTimes(5, "alice");
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.admit("alice", HERE)).isFalse();
        }
        pass(Duration.ofSeconds(1));
        assertThat(backoff.admit("alice", HERE)).isTrue();
    }

    @Test
    void upperAndLowerCaseAreOneName() {
        failTimes(3, "alice");
        failTimes(2, "ALICE");
        assertThat(backoff.admit("Alice", HERE)).isFalse();
    }

    @Test
    void longNamesTakeNoMoreRoomThanTheLongestThereCanBe() {
        failTimes(3, "n".repeat(200_000) + "1");
        failTimes(2, "n".repeat(200_000) + "2");
        assertThat(backoff.admit("n".repeat(100), HERE)).isFalse();
    }

    @Test
    void anAddressThatTriesManyNamesWaitsToo() {
        for (int i = 0; i < 20; i++) {
            assertThat(backoff.admit("name" + i, HERE)).isTrue();
        }
        assertThat(backoff.admit("another", HERE)).isFalse();
        assertThat(backoff.admit("another", "192.0.2.2")).isTrue();
    }

    @Test
    void successForgetsTheFailuresOfTheName() {
        failTimes(4, "alice");
        assertThat(backoff.admit("alice", HERE)).isTrue();
        backoff.succeeded("alice", HERE);
        failTimes(5, "alice");
    }

    @Test
    void failuresAreForgottenAfterAnHour() {
        failTimes(5, "alice");
        pass(Duration.ofHours(1).plusSeconds(1));
        failTimes(5, "alice");
    }

    @Test
    void remembersABoundedNumberOfNames() {
        failTimes(5, "alice");
        for (int i = 0; i < 20_000; i++) {
            backoff.admit("name" + i, "host" + i);
        }
        assertThat(backoff.remembered()).isEqualTo(10_000);
    }

    private void failTimes(int times, String name) {
        for (int i = 0; i < times; i++) {
            assertThat(backoff.admit(name, HERE)).isTrue();
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}

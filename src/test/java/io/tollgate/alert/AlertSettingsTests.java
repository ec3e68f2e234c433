package io.tollgate.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which times may be set. */
class AlertSettingsTests {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static AlertSettings settings(
            Duration interval, Duration settle, Duration pause, Duration patience, Duration keep) {
        return new AlertSettings(interval, settle, List.of(SECOND, pause), patience, keep, null);
    }

    @Test
    void areKeptWithinReason() {
        assertThat(settings(Duration.ofMillis(1), Duration.ZERO, Duration.ZERO, Duration.ofMillis(100), Duration.ZERO)
                        .interval())
                .isEqualTo(Duration.ofMillis(1));
        assertRefused("interval", Duration.ZERO, SECOND, SECOND, SECOND, DAY);
        assertRefused("interval", DAY.plus(SECOND), SECOND, SECOND, SECOND, DAY);
        assertRefused("settle", SECOND, SECOND.negated(), SECOND, SECOND, DAY);
        assertRefused("retries", SECOND, SECOND, DAY, SECOND, DAY);
        assertRefused("patience", SECOND, SECOND, SECOND, Duration.ofMillis(99), DAY);
        assertRefused("patience", SECOND, SECOND, SECOND, DAY, DAY);
        assertRefused("keep", SECOND, SECOND, SECOND, SECOND, DAY.negated());
    }

    private static void assertRefused(
            String name, Duration interval, Duration settle, Duration pause, Duration patience, Duration keep) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(interval, settle, pause, patience, keep))
                .withMessageStartingWith("tollgate.alert." + name + " has to be a time from ");
    }
}

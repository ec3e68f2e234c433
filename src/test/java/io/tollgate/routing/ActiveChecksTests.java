package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.provider.Providers;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rounds of the checks. */
class ActiveChecksTests {

    private final AtomicInteger rounds = new AtomicInteger();

    /** None, once something happened in the first round. */
    private Providers providers(Throwable planted) {
        return (Providers) Proxy.newProxyInstance(
                Providers.class.getClassLoader(), new Class<?>[] {Providers.class}, (_, _, _) -> {
                    if (rounds.incrementAndGet() == 1) {
                        throw planted;
                    }
                    return List.of();
                });
    }

    @ParameterizedTest
    @MethodSource
    void theNextRoundFollowsWhateverHappened(Throwable planted) {
        ActiveChecks checks = new ActiveChecks(providers(planted), null, null, new SimpleMeterRegistry());
        checks.start();
        try {
            await().until(() -> rounds.get() > 1);
        } finally {
            checks.stop();
        }
        assertThat(checks.isRunning()).isFalse();
    }

    static List<Throwable> theNextRoundFollowsWhateverHappened() {
        return List.of(
                new IllegalStateException("planted"),
                new StackOverflowError("planted"),
                new NoClassDefFoundError("planted"));
    }
}

package io.tollgate.routing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes what has no annotation of its own. */
@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {

    @Bean
    Router router(InstantSource clock) {
        return new Router(() -> ThreadLocalRandom.current().nextLong(), clock);
    }

    @Bean
    Failover failover(RetrySettings settings) {
        return new Failover(
                settings,
                new RetryBudget(settings.percent(), System::nanoTime),
                System::nanoTime,
                nanos -> Thread.sleep(Duration.ofNanos(nanos)),
                () -> ThreadLocalRandom.current().nextLong());
    }
}

package io.tollgate.alert;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The part of the gateway that tells, with a channel that only notes what it is told. */
@ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    DataJpaRepositoriesAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class
})
@AutoConfigurationPackage(basePackages = "io.tollgate")
@ComponentScan({"io.tollgate.storage", "io.tollgate.vault"})
@Import({
    AlertLog.class,
    DeliveryLog.class,
    RuleBook.class,
    Teller.class,
    Dispatch.class,
    Senders.class,
    ChannelSecrets.class
})
class AlertSlice {

    @Bean
    AlertSettings settings() {
        return new AlertSettings(
                Duration.ofDays(1),
                Duration.ofMinutes(1),
                List.of(Duration.ofNanos(1), Duration.ofNanos(1)),
                Duration.ofSeconds(1),
                Duration.ofDays(90),
                null);
    }

    @Bean
    Notes notes() {
        return new Notes();
    }

    /** Takes messages, but for the outcomes it is told to have first. */
    static final class Notes implements Sender {

        final List<Notice> taken = new CopyOnWriteArrayList<>();
        final Queue<Outcome> first = new ConcurrentLinkedQueue<>();
        final AtomicInteger asked = new AtomicInteger();
        /** Is thrown at the next message. */
        final AtomicReference<Error> broken = new AtomicReference<>();

        @Override
        public ChannelKind kind() {
            return ChannelKind.WEBHOOK;
        }

        @Override
        public Outcome send(Destination to, Notice notice) {
            asked.incrementAndGet();
            Error error = broken.getAndSet(null);
            if (error != null) {
                throw error;
            }
            Outcome outcome = first.poll();
            if (outcome == null) {
                taken.add(notice);
                return new Outcome.Sent();
            }
            return outcome;
        }
    }
}

package io.tollgate.manifest;

import io.tollgate.alert.ChannelSecrets;
import io.tollgate.limit.History;
import io.tollgate.limit.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The part of the gateway that turns settings into rows: storage, vault, catalog, manifest. */
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
@ComponentScan(
        basePackages = {
            "io.tollgate.storage",
            "io.tollgate.vault",
            "io.tollgate.account",
            "io.tollgate.limit",
            "io.tollgate.access",
            "io.tollgate.provider",
            "io.tollgate.pricing",
            "io.tollgate.routing",
            "io.tollgate.catalog",
            "io.tollgate.manifest"
        },
        excludeFilters =
                @Filter(type = FilterType.REGEX, pattern = "io\\.tollgate\\.routing\\.(ActiveChecks|CandidateGauges)"))
@Import(ChannelSecrets.class)
@ConfigurationPropertiesScan("io.tollgate")
class ManifestSlice {

    /** Nothing was used before. */
    @Bean
    History history() {
        return new History() {
            @Override
            public Map<UUID, List<Recent>> recent(Scope scope, Instant from) {
                return Map.of();
            }

            @Override
            public Map<UUID, Long> requests(Scope scope, Instant from) {
                return Map.of();
            }

            @Override
            public Map<UUID, Long> spend(Scope scope, Instant from) {
                return Map.of();
            }
        };
    }

    private static final List<String> TABLES = List.of(
            "price",
            "deployment",
            "credential",
            "virtual_key",
            "redirect",
            "routing_default",
            "model",
            "provider",
            "team",
            "app_user",
            "alert_rule",
            "alert_channel");

    static void empty(JdbcClient jdbc) {
        TABLES.forEach(table -> jdbc.sql("delete from " + table).update());
    }

    /** How many rows there are in all. */
    static long rows(JdbcClient jdbc) {
        return TABLES.stream()
                .mapToLong(table -> jdbc.sql("select count(*) from " + table)
                        .query(Long.class)
                        .single())
                .sum();
    }
}

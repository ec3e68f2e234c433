package io.tollgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Prices that stood in the rows of models and deployments become rows of their own. */
class PriceMigrationTests {

    private static final UUID MODEL = new UUID(1, 1);
    private static final UUID PLACE = new UUID(1, 2);
    private static final UUID FREE = new UUID(1, 3);

    private final JdbcDataSource dataSource = new JdbcDataSource();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);

    @Test
    void keepsPricesAsTheyWere() {
        dataSource.setURL("jdbc:h2:mem:price-migration-tests;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        migrate("3");
        model(MODEL, "a", 150_000_000L, 75_000_000L, 600_000_000L, null);
        model(FREE, "b", null, null, null, null);
        jdbc.update(
                "insert into provider (id, version, name, source, disabled, created_at, dialect, base_url)"
                        + " values (?, 0, 'p', 'CONSOLE', false, current_timestamp, 'openai', 'https://h')",
                new UUID(2, 1));
        jdbc.update(
                "insert into deployment (id, version, model_id, provider_id, provider_model, priority, weight,"
                        + " stream_only, source, disabled, created_at, price_unit) values (?, 0, ?, ?, 'm', 1, 1, false,"
                        + " 'CONSOLE', false, current_timestamp, 1)",
                PLACE,
                MODEL,
                new UUID(2, 1));

        migrate("5");

        List<StoredPrice> rows = new PriceTable(jdbc).live();
        assertThat(rows).extracting(StoredPrice::modelId).containsExactlyInAnyOrder(MODEL, null);
        assertThat(rates(rows, MODEL))
                .isEqualTo(
                        Rates.ofDollars(new BigDecimal("0.15"), new BigDecimal("0.075"), new BigDecimal("0.6"), null));
        assertThat(rates(rows, PLACE).own(Part.UNIT)).isEqualTo(Rate.of(1));
        assertThat(rows).allSatisfy(row -> assertThat(row.source()).isEqualTo(StoredPrice.Source.OWN));
    }

    private static Rates rates(List<StoredPrice> rows, UUID owner) {
        return rows.stream()
                .filter(row -> owner.equals(row.modelId()) || owner.equals(row.deploymentId()))
                .findFirst()
                .orElseThrow()
                .terms()
                .schedule()
                .rates();
    }

    private void model(UUID id, String name, Long input, Long cached, Long output, Long unit) {
        jdbc.update(
                "insert into model (id, version, name, live_name, source, disabled, created_at, price_input,"
                        + " price_cached_input, price_output, price_unit) values (?, 0, ?, ?, 'CONSOLE', false,"
                        + " current_timestamp, ?, ?, ?, ?)",
                id,
                name,
                name,
                input,
                cached,
                output,
                unit);
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(dataSource)
                .target(MigrationVersion.fromVersion(target))
                .load()
                .migrate();
    }
}

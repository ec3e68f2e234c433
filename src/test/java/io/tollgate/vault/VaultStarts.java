package io.tollgate.vault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Starts storage and vault on a data directory, as often as a test likes. */
final class VaultStarts {

    private final Path home;

    VaultStarts(Path home) {
        this.home = home;
    }

    /** Starts, takes something from the running vault, and stops in order. */
    <T> T start(Function<AssertableApplicationContext, T> work, String... properties) {
        List<T> result = new ArrayList<>();
        run(context -> result.add(work.apply(context)), properties);
        return result.getFirst();
    }

    void run(ContextConsumer<AssertableApplicationContext> work, String... properties) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FlywayAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class))
                .withUserConfiguration(StorageAndVault.class)
                .withPropertyValues("tollgate.home=" + home)
                .withPropertyValues(properties)
                .run(work);
    }

    VaultState state(String... properties) {
        return start(context -> context.getBean(Vault.class).state(), properties);
    }

    String sealedReason(String... properties) {
        return state(properties) instanceof VaultState.Sealed(String reason) ? reason : "open";
    }

    /** Every row the vault keeps, in order. */
    List<String> rows(AssertableApplicationContext context) {
        return context.getBean(JdbcClient.class)
                .sql("select name || '=' || entry_value from vault_entry order by name")
                .query(String.class)
                .list();
    }

    @ComponentScan({"io.tollgate.storage", "io.tollgate.vault"})
    static class StorageAndVault {}
}

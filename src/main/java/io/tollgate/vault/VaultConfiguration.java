package io.tollgate.vault;

import io.tollgate.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Loads the keys at start and says in the log when they do not fit the database. */
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    private static final Logger log = LoggerFactory.getLogger(VaultConfiguration.class);

    @Bean
    @DependsOnDatabaseInitialization
    LoadedKeys loadedKeys(Environment environment, DataDirectory directory, JdbcClient jdbc) {
        return LoadedKeys.load(KeySource.find(environment, directory), directory, new VaultEntries(jdbc));
    }

    @Bean
    Vault vault(LoadedKeys keys) {
        Vault vault = new Vault(keys.master(), keys.pepper());
        if (vault.state() instanceof VaultState.Sealed(String reason)) {
            log.error("The gateway is sealed and answers 503 to every model call. {}", reason);
        }
        return vault;
    }

    @Bean
    KeyHasher keyHasher(LoadedKeys keys) {
        return new KeyHasher(keys.pepper());
    }

    /** Both keys as loaded. A class rather than a record: nothing may print its parts. */
    static final class LoadedKeys {

        private final Opening<MasterKey> master;
        private final Opening<byte[]> pepper;

        private LoadedKeys(Opening<MasterKey> master, Opening<byte[]> pepper) {
            this.master = master;
            this.pepper = pepper;
        }

        static LoadedKeys load(KeySource source, DataDirectory directory, VaultEntries entries) {
            Opening<MasterKey> master = new MasterKeyCheck(source, entries).open();
            boolean ready = master instanceof Opening.Ready;
            return new LoadedKeys(master, new PepperCheck(directory, entries).open(ready));
        }

        Opening<MasterKey> master() {
            return master;
        }

        Opening<byte[]> pepper() {
            return pepper;
        }
    }
}

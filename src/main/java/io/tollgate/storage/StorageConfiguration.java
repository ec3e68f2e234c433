package io.tollgate.storage;

import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens the data directory and the database in it. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Ids ids(InstantSource clock) {
        return new Ids(clock);
    }

    @Bean
    DataDirectory dataDirectory(Environment environment) {
        String home = environment.getProperty("tollgate.home");
        DataDirectory directory = DataDirectory.open(DataDirectory.locate(home, System::getProperty));
        if (!OwnDatabase.in(environment)) {
            directory.emptySpool();
        }
        return directory;
    }

    /** The spool is emptied once the database is open: until then it may belong to another process. */
    @Bean
    @Conditional(OwnDatabase.class)
    DatabaseFile dataSource(DataDirectory directory) {
        DatabaseFile database = DatabaseFile.open(directory);
        directory.emptySpool();
        return database;
    }

    /** On only for the database in the data directory: another one has its own tools. */
    @Bean
    H2ConsoleStatus h2ConsoleStatus(DataDirectory directory, Environment environment) {
        boolean wanted = environment.getProperty("tollgate.h2-console.enabled", Boolean.class, false);
        return H2ConsoleStatus.of(wanted && OwnDatabase.in(environment), directory);
    }

    @Bean(initMethod = "settle")
    @Conditional(OwnDatabase.class)
    @DependsOnDatabaseInitialization
    DatabaseReader databaseReader(DatabaseFile database, H2ConsoleStatus console) {
        return new DatabaseReader(JdbcClient.create(database), console);
    }
}

package io.tollgate.storage;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What an operator changed at run time, by the name of the property that it goes before. */
@Component
@DependsOnDatabaseInitialization
public class StoredSettings {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public StoredSettings(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What is stored under a name. */
    public Optional<String> find(String name) {
        return jdbc.sql("select setting_value from setting where name = :name")
                .param("name", name)
                .query(String.class)
                .optional();
    }

    /**
     * Stores a value in the place of what there is.
     *
     * @param who the name of the person
     */
    public void put(String name, String value, String who) {
        remove(name);
        jdbc.sql("insert into setting (name, setting_value, changed_by, changed_at) values (?, ?, ?, ?)")
                .params(name, value, who, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Lets the property hold again. */
    public void remove(String name) {
        jdbc.sql("delete from setting where name = :name").param("name", name).update();
    }
}

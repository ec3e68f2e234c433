package io.tollgate.vault;

import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Small values the vault keeps in the database: check values of keys, salts. Written once, never changed. */
final class VaultEntries {

    private final JdbcClient jdbc;

    VaultEntries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<String> find(String name) {
        return jdbc.sql("select entry_value from vault_entry where name = ?")
                .param(name)
                .query(String.class)
                .optional();
    }

    /** Adds the entry unless it is there, and returns the value that is there now. */
    String findOrAdd(String name, String value) {
        return find(name).orElseGet(() -> {
            try {
                jdbc.sql("insert into vault_entry (name, entry_value) values (?, ?)")
                        .params(name, value)
                        .update();
                return value;
            } catch (DuplicateKeyException addedByAnotherNode) {
                return find(name).orElseThrow(() -> addedByAnotherNode);
            }
        });
    }
}

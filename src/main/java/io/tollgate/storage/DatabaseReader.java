package io.tollgate.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database user of the console: made anew at each start while the console is on, gone while it is off. It reads the
 * tables and views of which no column holds a ciphertext, a hash or a key's check value.
 */
final class DatabaseReader {

    private static final String READABLE = """
            select table_name from information_schema.tables
            where table_schema = 'PUBLIC' and table_name not in (
              select table_name from information_schema.columns
              where table_schema = 'PUBLIC' and (column_name like '%HASH' or column_name like '%CIPHERTEXT%'
                or column_name like '%SECRET%' or column_name = 'ENTRY_VALUE'))
            order by table_name""";

    private final JdbcClient owner;
    private final H2ConsoleStatus console;

    DatabaseReader(JdbcClient owner, H2ConsoleStatus console) {
        this.owner = owner;
        this.console = console;
    }

    void settle() {
        run("drop user if exists " + console.user());
        if (console.enabled()) {
            run("create user " + console.user() + " password '" + password() + "'");
            List<String> tables = new ArrayList<>();
            owner.sql(READABLE).query(row -> {
                tables.add(row.getString(1));
            });
            tables.forEach(table -> run("grant select on \"" + table + "\" to " + console.user()));
        }
    }

    private String password() {
        PrivateFile file = new PrivateFile(console.passwordFile());
        file.create(Passwords.random().getBytes(StandardCharsets.UTF_8));
        String password = new String(file.read(), StandardCharsets.UTF_8).strip();
        return password.replace("'", "''");
    }

    private void run(String sql) {
        owner.sql(sql).update();
    }
}

package io.tollgate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.api.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class DatabaseReaderTests {

    @TempDir
    private Path home;

    @Test
    void readsWhatIsNoSecret() {
        asReader(statement -> {
            for (String table : List.of(
                    "team",
                    "provider",
                    "model",
                    "deployment",
                    "usage_record",
                    "credential_view",
                    "virtual_key_view",
                    "app_user_view")) {
                assertThat(statement.executeQuery("select * from " + table))
                        .as(table)
                        .isNotNull();
            }
        });
    }

    @Test
    void seesNoColumnThatHoldsASecret() {
        asReader(statement -> {
            for (String table : List.of("credential", "virtual_key", "app_user", "vault_entry")) {
                assertRefused(statement, "select * from " + table);
                assertRefused(statement, "select 1 from " + table + " for update");
            }
            assertThat(readableColumns(statement))
                    .contains("CREDENTIAL_VIEW.HINT", "VIRTUAL_KEY_VIEW.PREFIX", "APP_USER_VIEW.ROLE", "TEAM.NAME")
                    .noneMatch(column -> column.matches(".*(HASH|CIPHERTEXT|ENTRY_VALUE|SECRET).*"));
        });
    }

    @Test
    void changesAndRunsNothing() {
        asReader(statement -> {
            for (String sql : List.of(
                    "create alias run for \"java.lang.Runtime.getRuntime\"",
                    "create alias run as 'void run() {}'",
                    "create trigger t before insert on team call \"x.Y\"",
                    "create table mine (id int)",
                    "create user other password 'x' admin",
                    "alter user reader admin true",
                    "grant select on credential to reader",
                    "script",
                    "script to '" + home.resolve("dump") + "'",
                    "runscript from '" + home.resolve("dump") + "'",
                    "backup to '" + home.resolve("backup.zip") + "'",
                    "select file_read('" + home.resolve("database.password") + "')",
                    "select file_write('x', '" + home.resolve("written") + "')",
                    "select * from csvread('" + home.resolve("database.password") + "')",
                    "call csvwrite('" + home.resolve("written") + "', 'select 1')",
                    "select * from link_schema('a', '', 'jdbc:h2:mem:', 'sa', '', 'public')",
                    "create linked table l ('', 'jdbc:h2:mem:', 'sa', '', 'x')",
                    "insert into team select * from team",
                    "update team set name = 'x'",
                    "delete from team",
                    "truncate table usage_record",
                    "drop view credential_view",
                    "set exclusive 2",
                    "shutdown")) {
                assertRefused(statement, sql);
            }
            assertThat(Files.list(home).map(Path::getFileName).map(Path::toString))
                    .doesNotContain("dump", "backup.zip", "written");
        });
    }

    @Test
    void isThereOnlyWhileTheConsoleIsOn() {
        asReader(statement -> assertThat(statement.execute("select 1")).isTrue());

        StorageStarts.in(home).run(context -> {
            H2ConsoleStatus console = context.getBean(H2ConsoleStatus.class);
            assertThat(console.enabled()).isFalse();
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> login(console));
            assertThat(context.getBean(JdbcTemplate.class)
                            .queryForList("select user_name from information_schema.users", String.class))
                    .containsExactly("TOLLGATE");
        });
    }

    private interface Work {
        void accept(Statement statement) throws SQLException, IOException;
    }

    private void asReader(Work work) {
        StorageStarts.in(home)
                .withPropertyValues("tollgate.h2-console.enabled=true")
                .run(context -> {
                    try (Connection connection = login(context.getBean(H2ConsoleStatus.class));
                            Statement statement = connection.createStatement()) {
                        work.accept(statement);
                    }
                });
    }

    private static Connection login(H2ConsoleStatus console) throws SQLException, IOException {
        return DriverManager.getConnection(console.url(), console.user(), Files.readString(console.passwordFile()));
    }

    private static void assertRefused(Statement statement, String sql) {
        assertThatExceptionOfType(SQLException.class)
                .as(sql)
                .isThrownBy(() -> statement.execute(sql))
                .satisfies(refused -> assertThat(refused.getErrorCode())
                        .isIn(
                                ErrorCode.ADMIN_RIGHTS_REQUIRED,
                                ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1,
                                ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1));
    }

    private static List<String> readableColumns(Statement statement) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (String table : tables(statement)) {
            try (ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    columns.add(table + "." + rows.getMetaData().getColumnName(column));
                }
            } catch (SQLException refused) {
                assertThat(refused.getErrorCode()).isEqualTo(ErrorCode.NOT_ENOUGH_RIGHTS_FOR_1);
            }
        }
        return columns;
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'PUBLIC'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}

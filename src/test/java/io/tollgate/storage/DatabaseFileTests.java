package io.tollgate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tollgate.storage.StorageException.Reason.DatabaseInUse;
import io.tollgate.storage.StorageException.Reason.DatabaseLocked;
import io.tollgate.storage.StorageException.Reason.DatabaseUnreadable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

class DatabaseFileTests {

    @TempDir
    private Path home;

    @Test
    void keepsItsRowsOverRestarts() {
        storage().run(context -> {
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            jdbc.update("insert into vault_entry (name, entry_value) values ('a', 'b')");
        });

        storage()
                .run(context -> assertThat(context.getBean(JdbcTemplate.class)
                                .queryForObject("select entry_value from vault_entry where name = 'a'", String.class))
                        .isEqualTo("b"));
        assertThat(home.resolve("tollgate.mv.db")).exists();
    }

    @Test
    void closesTheFileWithTheContext() {
        storage().run(context -> assertThat(context).hasSingleBean(DataSource.class));

        assertThat(home.resolve("tollgate.mv.db")).satisfies(file -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                assertThat(lock).isNotNull();
            }
        });
    }

    @Test
    void opensWithItsOwnPasswordOnly() throws IOException {
        storage().run(context -> assertThat(context).hasNotFailed());
        Path password = home.resolve("database.password");
        String kept = Files.readString(password);
        assertThat(kept).matches("[A-Za-z0-9_-]{43}");

        Files.writeString(password, "another");
        assertFailsWith(new DatabaseLocked(home.resolve("tollgate.mv.db"), password));

        Files.delete(password);
        assertFailsWith(new DatabaseLocked(home.resolve("tollgate.mv.db"), password));
        assertThat(password).doesNotExist();
    }

    @Test
    void doesNotStartBesideAnotherProcessAndLeavesItsSpoolAlone() throws IOException {
        storage().run(context -> assertThat(context).hasNotFailed());
        Path body = Files.writeString(home.resolve("spool/body"), "{}");

        try (FileChannel channel = FileChannel.open(home.resolve("tollgate.mv.db"), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertFailsWith(new DatabaseInUse(home.resolve("tollgate.mv.db")));
        }
        assertThat(body).exists();
        storage().run(context -> assertThat(body).doesNotExist());
    }

    @Test
    void doesNotStartOnWhatIsNoDatabase() throws IOException {
        storage().run(context -> assertThat(context).hasNotFailed());
        Files.writeString(home.resolve("tollgate.mv.db"), "no database");

        storage()
                .run(context -> assertThat(reason(context.getStartupFailure())).isInstanceOf(DatabaseUnreadable.class));
    }

    @Test
    void givesWayToADatabaseOfTheOperators() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        storage().withPropertyValues("spring.datasource.url=" + url).run(context -> {
            try (Connection connection = context.getBean(DataSource.class).getConnection()) {
                assertThat(connection.getMetaData().getURL()).isEqualTo(url);
            }
            assertThat(context).doesNotHaveBean(DatabaseFile.class).doesNotHaveBean(DatabaseReader.class);
        });
        assertThat(home.resolve("tollgate.mv.db")).doesNotExist();
        assertThat(home.resolve("database.password")).doesNotExist();
    }

    @Test
    void explainsAFailedStartInOneLineWithWhatToDo() {
        StorageException failure = new StorageException(new DatabaseInUse(home));

        FailureAnalysis analysis = new StorageFailureAnalyzer().analyze(new IllegalStateException(failure));

        assertThat(analysis.getDescription())
                .contains("in use by another process")
                .doesNotContain("\n");
        assertThat(analysis.getAction()).contains("TOLLGATE_HOME");
    }

    @Test
    void holdsNoEmptyDoor() {
        storage().run(context -> {
            for (String user : new String[] {"TOLLGATE", "SA", ""}) {
                String url = DatabaseFile.url(context.getBean(DataDirectory.class));
                assertThat(catchThrowable(() -> DriverManager.getConnection(url, user, "")))
                        .hasMessageContaining("Wrong user name or password");
            }
        });
    }

    private void assertFailsWith(StorageException.Reason reason) {
        storage().run(context -> assertThat(reason(context.getStartupFailure())).isEqualTo(reason));
    }

    private static StorageException.Reason reason(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof StorageException storage)) {
            cause = cause.getCause();
        }
        return storage.reason();
    }

    private ApplicationContextRunner storage() {
        return StorageStarts.in(home);
    }
}

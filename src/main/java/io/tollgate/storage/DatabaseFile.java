package io.tollgate.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.storage.StorageException.Reason;
import io.tollgate.storage.StorageException.Reason.DatabaseInUse;
import io.tollgate.storage.StorageException.Reason.DatabaseLocked;
import io.tollgate.storage.StorageException.Reason.DatabaseUnreadable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The H2 database in the data directory, as a pool of connections. One more connection is held from start to end: the
 * pool closes without closing the file under a thread, and the file is then shut down in order.
 */
final class DatabaseFile extends HikariDataSource {

    private static final Logger log = LoggerFactory.getLogger(DatabaseFile.class);
    private static final String PASSWORD_FILE = "database.password";
    private static final String OWNER = "TOLLGATE";
    private static final int CONNECTIONS = 10;
    private static final int CACHE_KB = 8 * 1024; // the database's own choice grows with the heap

    private final Connection keeper;

    private DatabaseFile(HikariConfig config, Connection keeper) {
        super(config);
        this.keeper = keeper;
    }

    /**
     * Opens the database, which is made with a random owner password when there is none.
     *
     * @throws StorageException when another process holds it, or it does not open with its password
     */
    static DatabaseFile open(DataDirectory directory) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url(directory) + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=" + CACHE_KB);
        source.setUser(OWNER);
        source.setPassword(password(directory));
        Connection keeper = connect(source, directory);
        HikariConfig config = new HikariConfig();
        config.setPoolName("tollgate");
        config.setDataSource(source);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMaxLifetime(0);
        return new DatabaseFile(config, keeper);
    }

    static String url(DataDirectory directory) {
        return "jdbc:h2:file:" + directory.file("tollgate");
    }

    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        super.close();
        try (keeper;
                Statement statement = keeper.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException failure) {
            log.warn("The database did not close in order: {}", failure.getMessage());
        }
    }

    private static String password(DataDirectory directory) {
        PrivateFile file = directory.privateFile(PASSWORD_FILE);
        if (!file.exists()) {
            if (Files.exists(data(directory))) {
                throw new StorageException(new DatabaseLocked(data(directory), file.path()));
            }
            file.create(Passwords.random().getBytes(StandardCharsets.UTF_8));
        }
        return new String(file.read(), StandardCharsets.UTF_8).strip();
    }

    private static Connection connect(JdbcDataSource source, DataDirectory directory) {
        try {
            return source.getConnection();
        } catch (SQLException failure) {
            throw new StorageException(reason(failure, directory), failure);
        }
    }

    private static Reason reason(SQLException failure, DataDirectory directory) {
        return switch (failure.getErrorCode()) {
            case ErrorCode.DATABASE_ALREADY_OPEN_1 -> new DatabaseInUse(data(directory));
            case ErrorCode.WRONG_USER_OR_PASSWORD -> new DatabaseLocked(data(directory), directory.file(PASSWORD_FILE));
            default -> new DatabaseUnreadable(data(directory), String.valueOf(failure.getMessage()));
        };
    }

    private static Path data(DataDirectory directory) {
        return directory.file("tollgate.mv.db");
    }
}

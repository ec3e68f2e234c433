package io.tollgate.usage;

import io.tollgate.usage.JournalPositions.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** The ledger's tables, as its one thread writes them: rows, sums and the place in the journal in one transaction. */
final class LedgerDatabase {

    private final DataSource dataSource;
    private final List<Cube> cubes = List.of(new Cube(Cube.HOUR), new Cube(Cube.DAY), new Cube(Cube.MINUTE));

    LedgerDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Writes all of it, or nothing. */
    void write(LedgerBatch batch, Progress progress) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                batch.write(cubes, progress, connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** How far the journal has been loaded. */
    Progress progress() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return JournalPositions.read(connection);
        }
    }

    /** Makes what was committed outlive the machine, where committing alone does not. */
    void checkpoint() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("checkpoint sync");
                }
            }
        }
    }

    /** Sums up rows that were written before there were sums. */
    void sumUp() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (Cube cube : cubes) {
                    cube.clear(connection);
                }
                UsageTable.each(connection, rows -> {
                    for (Cube cube : cubes) {
                        cube.add(rows, connection);
                    }
                });
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** Whether trying again is in vain, since the data themselves were refused. */
    static boolean isAboutData(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}

package io.tollgate.usage;

import io.tollgate.journal.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How far the journal has been loaded, kept in the database with what was loaded. */
final class JournalPositions {

    private static final String NAME = "usage";

    private JournalPositions() {}

    /**
     * How far it is.
     *
     * @param safe where to read on after a crash: before the oldest exchange that was under way
     * @param loaded the number of the last record that was taken into account
     */
    record Progress(Position safe, long loaded) {

        static final Progress NONE = new Progress(Position.START, 0);

        /** Whether nothing was ever loaded. */
        boolean isNone() {
            return equals(NONE);
        }
    }

    static Progress read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "select segment, segment_offset, record, loaded from journal_position where name = ?")) {
            statement.setString(1, NAME);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Progress(new Position(row.getLong(1), row.getLong(2), row.getLong(3)), row.getLong(4))
                        : Progress.NONE;
            }
        }
    }

    static void write(Progress progress, Connection connection) throws SQLException {
        String update =
                "update journal_position set segment = ?, segment_offset = ?, record = ?, loaded = ? where name = ?";
        String insert =
                "insert into journal_position (segment, segment_offset, record, loaded, name) values (?, ?, ?, ?, ?)";
        if (!write(update, progress, connection)) {
            write(insert, progress, connection);
        }
    }

    private static boolean write(String sql, Progress progress, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, progress.safe().segment());
            statement.setLong(2, progress.safe().offset());
            statement.setLong(3, progress.safe().record());
            statement.setLong(4, progress.loaded());
            statement.setString(5, NAME);
            return statement.executeUpdate() > 0;
        }
    }
}

package io.tollgate.usage;

import static io.tollgate.usage.UsageDatabase.NOON;
import static io.tollgate.usage.UsageDatabase.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.chat.Usage;
import io.tollgate.journal.Durability;
import io.tollgate.journal.Journal;
import io.tollgate.journal.JournalSettings;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.End;
import io.tollgate.usage.Entry.Start;
import io.tollgate.usage.JournalPositions.Progress;
import io.tollgate.usage.UsageRecord.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class JournalLoaderTests {

    private static final String TOO_LONG = "\"" + "x".repeat(5_000) + "\"";

    @TempDir
    private Path directory;

    private final DataSource dataSource = UsageDatabase.create();

    @Test
    void aKillAmongTheRowsOfARefusedBatchLosesNone() throws IOException, SQLException {
        try (Journal journal = Journal.open(directory, new JournalSettings(Durability.NONE, 100_000, 1_000))) {
            journal.resume(0);
            write(journal, null);
            write(journal, TOO_LONG);
            write(journal, null);
        }
        JournalLoader killed = new JournalLoader(new LedgerDatabase(downAfter(2)), directory, Progress.NONE);
        assertThatThrownBy(killed::load).hasMessage("down"); // after the whole batch, and its first row
        killed.close();
        assertThat(count(dataSource)).isEqualTo(1);

        LedgerDatabase database = new LedgerDatabase(dataSource);
        JournalLoader loader = new JournalLoader(database, directory, database.progress());
        loader.load();

        assertThat(count(dataSource)).isEqualTo(2);
        assertThat(database.progress().loaded()).isEqualTo(loader.loaded()).isEqualTo(9);
        loader.close();
    }

    private static void write(Journal journal, @Nullable String trace) {
        UUID id = UsageDatabase.idAt(NOON);
        Start start = new Start(id, NOON, "r", null, null, "chat", "m", true, 0);
        Attempt attempt = new Attempt(id, 1, 5, null, null, null, "m", null, 50, 1L, null, 0);
        End end = new End(id, Outcome.COMPLETED, 200, null, Usage.NONE, 0L, 1L, 2, null, List.of(), trace);
        journal.begin(EntryWriter.bytes(start), EntryWriter.bytes(attempt));
        journal.end(EntryWriter.bytes(end));
    }

    private DataSource downAfter(int connections) {
        AtomicInteger left = new AtomicInteger(connections);
        return new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                if (left.decrementAndGet() < 0) {
                    throw new SQLException("down", "08001");
                }
                return super.getConnection();
            }
        };
    }
}

package io.tollgate.usage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.journal.Journal;
import io.tollgate.journal.JournalException;
import io.tollgate.journal.JournalSettings;
import io.tollgate.storage.DataDirectory;
import io.tollgate.usage.Entry.Attempt;
import io.tollgate.usage.Entry.End;
import io.tollgate.usage.Entry.Start;
import io.tollgate.usage.JournalPositions.Progress;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The books: what every exchange began with, called and came to is in the journal before anybody relies on it, and one
 * thread of its own brings it into the database. A database that is slow or away delays the rows, not the requests.
 */
@Component
@DependsOnDatabaseInitialization
public class Ledger implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Ledger.class);
    private static final String FOLDER = "journal";

    /** What the metric of that name says. */
    static final String DIFFERENCES = "Comparisons with the ledger's rows that found a difference";

    private final LedgerDatabase database;
    private final Path directory;
    private final JournalSettings settings;
    private final Pace pace;
    private final LedgerCare care;
    private final Queue<End> late = new ConcurrentLinkedQueue<>();
    private final List<LedgerChore> chores = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    private volatile @Nullable Journal journal;
    private volatile @Nullable LedgerThread thread;

    @Autowired
    Ledger(
            DataSource dataSource,
            DataDirectory directory,
            LedgerProperties properties,
            Retention retention,
            InstantSource clock,
            MeterRegistry metrics) {
        this(dataSource, directory.folder(FOLDER), properties, retention::kept, clock);
        Gauge.builder("tollgate.ledger.waiting", this, ledger -> ledger.status().waiting())
                .description("Records of the journal that are not in the database yet")
                .register(metrics);
        Gauge.builder("tollgate.ledger.faults", this, ledger -> ledger.status().faults())
                .description("Records of the journal that were damaged, missing or refused")
                .register(metrics);
        Gauge.builder(
                        "tollgate.ledger.differences",
                        this,
                        ledger -> care.lastCheck().differences())
                .description(DIFFERENCES)
                .tag("between", "sums")
                .register(metrics);
    }

    Ledger(DataSource dataSource, Path directory, LedgerProperties properties, InstantSource clock) {
        this(dataSource, directory, properties, properties::kept, clock);
    }

    private Ledger(
            DataSource dataSource,
            Path directory,
            LedgerProperties properties,
            Supplier<Retention.Kept> retention,
            InstantSource clock) {
        this.database = new LedgerDatabase(dataSource);
        this.care = new LedgerCare(dataSource, clock, retention);
        this.directory = directory;
        this.settings = properties.journal();
        this.pace = new Pace(properties.loaderShare(), System.nanoTime());
        this.clock = clock;
    }

    /**
     * An exchange begins with its first call, or without one.
     *
     * @throws AccountingException when it cannot be written down: no provider must be called
     */
    void begin(Start start, @Nullable Attempt first) {
        try {
            if (first == null) {
                journal().begin(EntryWriter.bytes(start));
            } else {
                journal().begin(EntryWriter.bytes(start), EntryWriter.bytes(first));
            }
            pace.begun();
        } catch (JournalException e) {
            throw new AccountingException(e);
        }
    }

    /**
     * Another call is about to be made.
     *
     * @throws AccountingException when it cannot be written down: the provider must not be called
     */
    void attempt(Attempt attempt) {
        try {
            journal().begin(EntryWriter.bytes(attempt));
        } catch (JournalException e) {
            throw new AccountingException(e);
        }
    }

    /**
     * An exchange is over.
     *
     * @throws AccountingException when it cannot be written down: the client must not take it for complete
     */
    void end(End end) {
        try {
            journal().end(EntryWriter.bytes(end));
            pace.ended();
        } catch (JournalException e) {
            if (e.isAppended()) {
                pace.ended();
            }
            throw new AccountingException(e);
        }
    }

    /** An exchange is over of which the client knows already: written down as soon as the disk takes it. */
    void endLate(End end) {
        try {
            end(end);
        } catch (AccountingException e) {
            if (e.isAppended()) {
                return;
            }
            log.error("The end of exchange {} waits until the disk takes it", end.id());
            late.add(end);
            pace.ended();
        }
    }

    /**
     * Writes down an exchange that is over already.
     *
     * @param row made with one call
     */
    public void record(UsageRecord row) {
        begin(Entry.start(row), Entry.attempt(row));
        end(Entry.end(row));
    }

    /**
     * Looks whether anything may begin.
     *
     * @throws AccountingException when it could not be written down
     */
    public void requireRoom() {
        if (isFull()) {
            throw new AccountingException(new IllegalStateException("The disk with the journal is full"));
        }
    }

    /** Whether the disk is full, so that nothing begins. */
    public boolean isFull() {
        Journal current = journal;
        return current != null && current.isFull();
    }

    /** Has its thread do something between two loads, from now on. */
    void add(LedgerChore chore) {
        chores.add(chore);
    }

    /** How the books stand. */
    public LedgerStatus status() {
        LedgerThread current = thread;
        Journal opened = journal;
        if (current == null || opened == null) {
            return new LedgerStatus(name(settings), 0, 0, 0, false, 0, care.lastCheck());
        }
        return new LedgerStatus(
                name(settings),
                opened.last() - current.loaded(),
                current.underWay(),
                current.faults(),
                opened.isFull(),
                opened.bytes(),
                care.lastCheck());
    }

    private static String name(JournalSettings settings) {
        return settings.durability().name().toLowerCase(Locale.ROOT);
    }

    /** Waits until everything so far is in the database; returns at once when the ledger is stopped. */
    public void flush() throws InterruptedException {
        LedgerThread current = thread;
        if (current != null) {
            current.flush();
        }
    }

    private Journal journal() {
        Journal current = journal;
        if (current == null) {
            throw new AccountingException(new IllegalStateException("The ledger is stopped"));
        }
        return current;
    }

    /**
     * Brings in what an earlier process left behind, then takes new entries. Done when it is made, so that what was
     * used is known before anything is admitted; it may be started again after a stop.
     */
    @Override
    @PostConstruct
    public synchronized void start() {
        if (thread != null) {
            return;
        }
        Journal opened = Journal.open(directory, settings);
        try {
            JournalLoader loader = recover();
            opened.resume(loader.loaded());
            journal = opened;
            thread = new LedgerThread(opened, loader, pace, database, care, late, chores, clock);
            thread.start();
        } catch (SQLException e) {
            opened.close();
            throw new IllegalStateException("The ledger's tables cannot be written", e);
        } catch (IOException e) {
            opened.close();
            throw new UncheckedIOException("The journal in " + directory + " cannot be read", e);
        }
    }

    private JournalLoader recover() throws IOException, SQLException {
        Progress progress = database.progress();
        if (progress.isNone()) {
            database.sumUp();
        }
        log.info("The journal is read from record {} on", progress.safe().record() + 1);
        JournalLoader loader = new JournalLoader(database, directory, progress);
        loader.load();
        int interrupted = loader.closeInterrupted();
        if (interrupted > 0) {
            log.warn("{} exchanges were interrupted by the end of an earlier process", interrupted);
        }
        loader.reopen();
        return loader;
    }

    /**
     * Loads what is left, then ends; what the database does not take stays in the journal. Also when the application
     * does not come up: its thread would keep the process alive.
     */
    @Override
    @PreDestroy
    public synchronized void stop() {
        LedgerThread current = thread;
        Journal opened = journal;
        if (current == null || opened == null) {
            return;
        }
        current.finish();
        journal = null;
        thread = null;
        opened.close();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Starts before, and stops after, everything that may record. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}

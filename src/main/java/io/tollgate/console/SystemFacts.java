package io.tollgate.console;

import io.tollgate.console.Fact.Mood;
import io.tollgate.console.Fact.Section;
import io.tollgate.manifest.ManifestLoader;
import io.tollgate.manifest.ManifestStatus;
import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.H2ConsoleStatus;
import io.tollgate.usage.CounterCare;
import io.tollgate.usage.Ledger;
import io.tollgate.usage.LedgerStatus;
import io.tollgate.usage.Retention;
import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultState;
import jakarta.servlet.ServletContext;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/** Collects what the system page shows; none of it is secret. */
@Component
class SystemFacts {

    private static final long LITTLE_SPACE = 1L << 30;

    private final ObjectProvider<BuildProperties> build;
    private final ServletContext container;
    private final DataSource database;
    private final DataDirectory directory;
    private final Vault vault;
    private final H2ConsoleStatus h2Console;
    private final ManifestLoader manifest;
    private final Ledger ledger;
    private final CounterCare counters;
    private final Retention retention;

    SystemFacts(
            ObjectProvider<BuildProperties> build,
            ServletContext container,
            DataSource database,
            DataDirectory directory,
            Vault vault,
            H2ConsoleStatus h2Console,
            ManifestLoader manifest,
            Ledger ledger,
            CounterCare counters,
            Retention retention) {
        this.build = build;
        this.container = container;
        this.database = database;
        this.directory = directory;
        this.vault = vault;
        this.h2Console = h2Console;
        this.manifest = manifest;
        this.ledger = ledger;
        this.counters = counters;
        this.retention = retention;
    }

    List<Section> sections() {
        return List.of(
                new Section("application", "bi-box", application()),
                new Section("java", "bi-cup-hot", java()),
                new Section("storage", "bi-database", storage()),
                new Section("ledger", "bi-journal-check", ledger()),
                new Section("secrets", "bi-shield-lock", secrets()),
                new Section("settings", "bi-file-earmark-code", settings()));
    }

    private List<Fact> application() {
        List<Fact> facts = new ArrayList<>();
        build.ifAvailable(known -> {
            facts.add(Fact.text("version", String.valueOf(known.getVersion())));
            Instant built = known.getTime();
            if (built != null) {
                facts.add(Fact.moment("built", built));
            }
        });
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
        facts.add(Fact.time("uptime", Duration.ofMillis(uptime)));
        facts.add(Fact.text("container", container.getServerInfo()));
        facts.add(Fact.text("contextPath", container.getContextPath() + "/"));
        return facts;
    }

    private static List<Fact> java() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        boolean virtual = Thread.currentThread().isVirtual();
        return List.of(
                Fact.text("javaVersion", Runtime.version() + " · " + System.getProperty("java.vendor")),
                virtual ? Fact.word("threads", "virtual", Mood.GOOD) : Fact.word("threads", "platform", Mood.WARNING),
                Fact.text("processors", String.valueOf(Runtime.getRuntime().availableProcessors())),
                Fact.text("heap", Sizes.text(heap.getUsed()) + " / " + Sizes.text(heap.getMax())));
    }

    private List<Fact> storage() {
        List<Fact> facts = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            DatabaseMetaData about = connection.getMetaData();
            facts.add(Fact.text("database", about.getDatabaseProductName() + " " + about.getDatabaseProductVersion()));
            facts.add(Fact.text("databaseUrl", JdbcUrl.withoutSecrets(about.getURL())));
        } catch (SQLException e) {
            facts.add(Fact.word("database", "unreachable", Mood.BAD));
        }
        facts.add(Fact.text("directory", directory.path().toString()));
        facts.add(
                h2Console.enabled()
                        ? Fact.word("h2Console", "on", Mood.BAD)
                        : Fact.word("h2Console", "off", Mood.PLAIN));
        facts.add(freeSpace());
        return facts;
    }

    private Fact freeSpace() {
        OptionalLong free = directory.freeBytes();
        if (free.isEmpty()) {
            return Fact.word("freeSpace", "gone", Mood.BAD);
        }
        Mood mood = free.getAsLong() < LITTLE_SPACE ? Mood.WARNING : Mood.PLAIN;
        return Fact.text("freeSpace", Sizes.text(free.getAsLong()), mood);
    }

    private List<Fact> ledger() {
        LedgerStatus status = ledger.status();
        LedgerStatus.Check check = status.check();
        List<Fact> facts = new ArrayList<>();
        facts.add(
                check.differences() == 0
                        ? Fact.word("ledgerState", "balanced", Mood.GOOD)
                        : Fact.word("ledgerState", "differs", Mood.BAD));
        if (check.at() != null) {
            facts.add(Fact.moment("ledgerChecked", check.at()));
        }
        LedgerStatus.Check ofCounters = counters.lastCheck();
        facts.add(
                ofCounters.differences() == 0
                        ? Fact.word("counterState", "balanced", Mood.GOOD)
                        : Fact.word("counterState", "differs", Mood.BAD));
        if (ofCounters.at() != null) {
            facts.add(Fact.moment("countersChecked", ofCounters.at()));
        }
        facts.add(Fact.word("durability", "durability." + status.durability(), Mood.PLAIN));
        facts.add(Fact.text("journalWaiting", String.valueOf(status.waiting())));
        facts.add(Fact.text("journalBytes", Sizes.text(status.journalBytes())));
        facts.add(Fact.text(
                "journalFaults", String.valueOf(status.faults()), status.faults() == 0 ? Mood.PLAIN : Mood.BAD));
        Retention.Kept kept = retention.kept();
        facts.add(Fact.text("keptRecords", String.valueOf(kept.records().toDays())));
        facts.add(Fact.text("keptHours", String.valueOf(kept.hours().toDays())));
        if (status.full()) {
            facts.add(Fact.word("journalDisk", "full", Mood.BAD));
        }
        return facts;
    }

    private List<Fact> secrets() {
        return switch (vault.state()) {
            case VaultState.Open(String keyId) ->
                List.of(Fact.word("vault", "open", Mood.GOOD), Fact.text("masterKey", keyId));
            case VaultState.Sealed(String reason) ->
                List.of(Fact.word("vault", "sealed", Mood.BAD), Fact.text("sealedReason", reason));
        };
    }

    private List<Fact> settings() {
        ManifestStatus status = manifest.status();
        if (status.file() == null) {
            return List.of(Fact.word("settingsFile", "none", Mood.PLAIN));
        }
        Instant applied = status.appliedAt();
        if (applied == null) {
            return List.of(
                    Fact.text("settingsFile", status.file().toString()),
                    Fact.word("settingsState", "notApplied", Mood.BAD));
        }
        return List.of(
                Fact.text("settingsFile", status.file().toString()),
                Fact.word("settingsState", "applied", Mood.GOOD),
                Fact.moment("appliedAt", applied),
                Fact.text("declaredProviders", String.valueOf(status.providers())),
                Fact.text("declaredModels", String.valueOf(status.models())),
                Fact.text("declaredTeams", String.valueOf(status.teams())),
                Fact.text("declaredKeys", String.valueOf(status.keys())),
                Fact.text("declaredUsers", String.valueOf(status.users())));
    }
}

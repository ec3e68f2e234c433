package io.tollgate.console;

import io.tollgate.console.Fact.Mood;
import io.tollgate.console.Fact.Section;
import io.tollgate.manifest.ManifestLoader;
import io.tollgate.manifest.ManifestStatus;
import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.H2ConsoleStatus;
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

    SystemFacts(
            ObjectProvider<BuildProperties> build,
            ServletContext container,
            DataSource database,
            DataDirectory directory,
            Vault vault,
            H2ConsoleStatus h2Console,
            ManifestLoader manifest) {
        this.build = build;
        this.container = container;
        this.database = database;
        this.directory = directory;
        this.vault = vault;
        this.h2Console = h2Console;
        this.manifest = manifest;
    }

    List<Section> sections() {
        return List.of(
                new Section("application", "bi-box", application()),
                new Section("java", "bi-cup-hot", java()),
                new Section("storage", "bi-database", storage()),
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
        facts.add(
                Fact.text("uptime", uptime(ManagementFactory.getRuntimeMXBean().getUptime())));
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
        long free = directory.freeBytes();
        facts.add(
                h2Console.enabled()
                        ? Fact.word("h2Console", "on", Mood.BAD)
                        : Fact.word("h2Console", "off", Mood.PLAIN));
        facts.add(Fact.text("freeSpace", Sizes.text(free), free < LITTLE_SPACE ? Mood.WARNING : Mood.PLAIN));
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

    private static String uptime(long milliseconds) {
        Duration time = Duration.ofMillis(milliseconds);
        return "%d d %02d:%02d:%02d"
                .formatted(time.toDays(), time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
    }
}

package io.tollgate.manifest;

import io.tollgate.access.KeyText;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.storage.DataDirectory;
import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Applies the settings file while the gateway starts: after the database and the vault, before it listens. */
@Component
public class ManifestLoader implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ManifestLoader.class);
    private static final String DEFAULT_NAME = "tollgate.yaml";

    private final @Nullable Path file;
    private final ManifestReader reader;
    private final ManifestRows rows;
    private final DemoSeed demo;
    private final DemoWelcome welcome;
    private final boolean inDemoMode;
    private final LiveCatalog catalog;
    private final Vault vault;
    private final InstantSource clock;
    private volatile ManifestStatus status;

    ManifestLoader(
            ManifestProperties properties,
            DataDirectory directory,
            ManifestReader reader,
            ManifestRows rows,
            DemoSeed demo,
            DemoWelcome welcome,
            LiveCatalog catalog,
            Vault vault,
            InstantSource clock) {
        this.file = locate(properties.config(), directory.file(DEFAULT_NAME));
        this.reader = reader;
        this.rows = rows;
        this.demo = demo;
        this.welcome = welcome;
        this.inDemoMode = properties.demo();
        this.catalog = catalog;
        this.vault = vault;
        this.clock = clock;
        this.status = ManifestStatus.notApplied(file);
    }

    private static @Nullable Path locate(@Nullable String configured, Path usual) {
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured.strip());
        }
        return Files.exists(usual) ? usual : null;
    }

    /** What the settings file did at this start. */
    public ManifestStatus status() {
        return status;
    }

    @Override
    public void afterSingletonsInstantiated() {
        switch (vault.state()) {
            case VaultState.Open _ -> prepare();
            case VaultState.Sealed _ -> log.warn("No settings are applied while the gateway is sealed");
        }
        catalog.publish();
    }

    private void prepare() {
        apply();
        if (inDemoMode) {
            demo.prepare().ifPresent(welcome::invite);
        }
    }

    private void apply() {
        Path path = file;
        if (path == null) {
            int retired = rows.apply(Manifest.EMPTY);
            if (retired > 0) {
                log.warn("No settings file is configured: retired {} rows that an earlier one declared", retired);
            }
            return;
        }
        Manifest manifest = reader.read(path);
        int retired = rows.apply(manifest);
        status = ManifestStatus.applied(path, clock.instant(), manifest);
        manifest.keys().stream()
                .filter(key -> KeyText.isWeak(key.secret().reveal()))
                .forEach(key -> log.warn("{}: the secret is short enough to be guessed, use a longer one", key.at()));
        log.info(
                "Applied {}: {} providers, {} models, {} teams, {} virtual keys, {} users; {} retired",
                path,
                status.providers(),
                status.models(),
                status.teams(),
                status.keys(),
                status.users(),
                retired);
    }
}

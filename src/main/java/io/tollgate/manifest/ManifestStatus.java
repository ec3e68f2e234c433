package io.tollgate.manifest;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the settings file of this start was and did.
 *
 * @param file absent: none is configured
 * @param appliedAt absent: nothing was applied, because there is no file or the vault is sealed
 */
public record ManifestStatus(
        @Nullable Path file, @Nullable Instant appliedAt, int providers, int models, int teams, int keys, int users) {

    static ManifestStatus notApplied(@Nullable Path file) {
        return new ManifestStatus(file, null, 0, 0, 0, 0, 0);
    }

    static ManifestStatus applied(Path file, Instant at, Manifest manifest) {
        return new ManifestStatus(
                file,
                at,
                manifest.providers().size(),
                manifest.models().size(),
                manifest.teams().size(),
                manifest.keys().size(),
                manifest.users().size());
    }
}

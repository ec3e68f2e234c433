package io.tollgate.manifest;

import io.tollgate.access.StreamMode;
import io.tollgate.account.Role;
import io.tollgate.manifest.Declaration.DeclaredAlerts;
import io.tollgate.manifest.Declaration.DeclaredTeam;
import io.tollgate.manifest.Declaration.DeclaredUser;
import io.tollgate.provider.Presets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Reads a settings file into what it declares. */
@Component
final class ManifestReader {

    private static final Pattern PASSWORD_HASH =
            Pattern.compile("\\{bcrypt}\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");

    private final Placeholders placeholders;
    private final Presets presets;

    ManifestReader(Placeholders placeholders, Presets presets) {
        this.placeholders = placeholders;
        this.presets = presets;
    }

    /** @throws ManifestException naming everything that is wrong */
    Manifest read(Path file) {
        Problems problems = new Problems();
        Section root = Section.of(YamlFile.read(file), new Spot(file.toString(), 1, ""), placeholders, problems);
        checkVersion(root);
        root.only("version", "providers", "models", "redirects", "routing", "teams", "keys", "users", "alerts");
        SecretReader secrets =
                new SecretReader(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        Manifest manifest = new Manifest(
                root.declarations("providers", new ProviderReader(secrets, presets)::read),
                root.declarations("models", ModelReader::read),
                root.declarations("redirects", ChoosingReader::redirect),
                problems.attempt(() -> root.section("routing").map(ChoosingReader::routing).stream()
                                .toList())
                        .orElse(List.of()),
                root.declarations("teams", ManifestReader::team),
                root.declarations("keys", new KeyReader(secrets)::read),
                root.declarations("users", ManifestReader::user),
                problems.attempt(() -> root.section("alerts").map(new AlertReader(secrets)::read))
                        .flatMap(read -> read)
                        .orElse(DeclaredAlerts.NONE));
        problems.throwIfAny();
        return manifest;
    }

    private static void checkVersion(Section root) {
        Scalar version = root.require("version");
        if (version.whole(1) != 1) {
            throw version.at().error("is not known: this Tollgate reads version 1");
        }
    }

    private static DeclaredTeam team(Section section) {
        section.only(LimitReader.with("name", "budget", "queue", "stream-mode", "disabled"));
        return new DeclaredTeam(
                section.spot(),
                section.name(),
                section.disabled(),
                LimitReader.limits(section),
                LimitReader.budget(section),
                section.find("queue").map(value -> value.whole(0)).orElse(0),
                section.find("stream-mode").map(ManifestReader::streamMode).orElse(StreamMode.LIVE));
    }

    private static StreamMode streamMode(Scalar value) {
        return StreamMode.find(value.string())
                .orElseThrow(() -> value.at().error("is not known; known are: " + StreamMode.known()));
    }

    private static DeclaredUser user(Section section) {
        section.only("name", "password-hash", "role", "disabled");
        Scalar hash = section.require("password-hash");
        if (!PASSWORD_HASH.matcher(hash.string()).matches()) {
            throw hash.at()
                    .error("must be {bcrypt} followed by a bcrypt hash, in quotes; a password itself is no hash");
        }
        return new DeclaredUser(
                section.spot(), section.name(), section.disabled(), hash.string(), role(section.require("role")));
    }

    private static Role role(Scalar value) {
        return switch (value.string()) {
            case "admin" -> Role.ADMIN;
            case "viewer" -> Role.VIEWER;
            default -> throw value.at().error("is not known; known are: admin, viewer");
        };
    }
}

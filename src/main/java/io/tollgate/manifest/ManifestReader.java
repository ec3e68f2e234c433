package io.tollgate.manifest;

import io.tollgate.account.Role;
import io.tollgate.manifest.Declaration.DeclaredTeam;
import io.tollgate.manifest.Declaration.DeclaredUser;
import io.tollgate.provider.Presets;
import java.nio.file.Path;
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
        root.only("version", "providers", "models", "teams", "keys", "users");
        SecretReader secrets =
                new SecretReader(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        Manifest manifest = new Manifest(
                root.declarations("providers", new ProviderReader(secrets, presets)::read),
                root.declarations("models", ModelReader::read),
                root.declarations("teams", ManifestReader::team),
                root.declarations("keys", new KeyReader(secrets)::read),
                root.declarations("users", ManifestReader::user));
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
        section.unlimited().only("name", "disabled");
        return new DeclaredTeam(section.spot(), section.name(), section.disabled());
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

package io.tollgate.manifest;

import io.tollgate.vault.Secret;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads secrets and certificates, which a settings file holds, takes from the environment, or points to. */
final class SecretReader {

    private static final long LARGEST = 100_000;

    private final Path directory;

    /** @param directory where the settings file is: paths in it begin there */
    SecretReader(Path directory) {
        this.directory = directory;
    }

    /** The secret of a section: its {@code secret}, or the content of its {@code secret-file}. */
    Secret read(Section section) {
        if (section.has("secret") && section.has("secret-file")) {
            throw section.spot("secret-file").error("goes not with secret: keep one of them");
        }
        if (!section.has("secret") && !section.has("secret-file")) {
            throw section.spot("secret").error("is missing: write secret: \"${VAR}\", or secret-file: and a path");
        }
        if (section.has("secret")) {
            return Secret.of(section.require("secret").secret());
        }
        Scalar path = section.require("secret-file");
        String content = content(path).strip();
        return Secret.of(new Scalar(path.at(), content, true, true).secret());
    }

    /** The content of the file that a value names. */
    String content(Scalar path) {
        try {
            Path file = directory.resolve(path.name(4096));
            if (!Files.isRegularFile(file)) {
                throw path.at().error("names a file that does not exist");
            }
            if (Files.size(file) > LARGEST) {
                throw path.at().error("names a file that is larger than 100 kB");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw path.at().error("names a file that is not a text in UTF-8");
        } catch (IOException e) {
            throw path.at().error("names a file that cannot be read");
        } catch (InvalidPathException e) {
            throw path.at().error("is not a path");
        }
    }
}

package io.tollgate.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one directory Tollgate writes to: database, keys and temporary bodies, readable by its own user only. */
public final class DataDirectory {

    private final Path path;
    private final Path spool;

    private DataDirectory(Path path) {
        this.path = path;
        this.spool = path.resolve("spool");
    }

    /**
     * Opens a directory, made with mode 0700 when it is not there.
     *
     * @throws StorageException when it cannot be made
     */
    public static DataDirectory open(Path path) {
        DataDirectory directory = new DataDirectory(path.toAbsolutePath().normalize());
        createDirectory(directory.path);
        directory.folder("spool");
        return directory;
    }

    /**
     * Where the directory is: as configured, else beside the servlet container's other files, else {@code ./data}. An
     * embedded Tomcat names a temporary base directory, which has no {@code conf}.
     */
    static Path locate(@Nullable String home, Function<String, @Nullable String> systemProperty) {
        if (home != null && !home.isBlank()) {
            return Path.of(home.strip());
        }
        String jetty = systemProperty.apply("jetty.base");
        if (jetty != null) {
            return Path.of(jetty, "tollgate-data");
        }
        String tomcat = systemProperty.apply("catalina.base");
        if (tomcat != null && Files.isDirectory(Path.of(tomcat, "conf"))) {
            return Path.of(tomcat, "tollgate-data");
        }
        return Path.of("data");
    }

    public Path path() {
        return path;
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    /** A folder inside, made with mode 0700 when it is not there. */
    public Path folder(String name) {
        Path folder = path.resolve(name);
        createDirectory(folder);
        return folder;
    }

    /** The file of that name as one that holds a secret. */
    public PrivateFile privateFile(String name) {
        return new PrivateFile(file(name));
    }

    /** Writes a secret file with mode 0600; false when it exists, which leaves it untouched. */
    public boolean createPrivate(String name, byte[] content) {
        return privateFile(name).create(content);
    }

    /** The content of a secret file, empty when there is none. */
    public Optional<byte[]> readPrivate(String name) {
        PrivateFile file = privateFile(name);
        return file.exists() ? Optional.of(file.read()) : Optional.empty();
    }

    /** The folder for request bodies too large for memory; what an earlier run left there is gone. */
    public Path spool() {
        return spool;
    }

    /** Free disk space in bytes; absent when the directory is not there any more, or cannot be seen. */
    public OptionalLong freeBytes() {
        try {
            return OptionalLong.of(Files.getFileStore(path).getUsableSpace());
        } catch (IOException failure) {
            return OptionalLong.empty();
        }
    }

    void emptySpool() {
        try (Stream<Path> files = Files.list(spool)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw PrivateFile.inaccessible(spool, failure);
        }
    }

    private static void createDirectory(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PrivateFile.ownerOnly(directory, PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException failure) {
            throw PrivateFile.inaccessible(directory, failure);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

package io.tollgate.storage;

import io.tollgate.storage.StorageException.Reason.FileExposed;
import io.tollgate.storage.StorageException.Reason.Inaccessible;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file holding a secret: written once with mode 0600, and not read when other users can read it too. */
public record PrivateFile(Path path) {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("------rwx");
    private static final Set<PosixFilePermission> GROUP = PosixFilePermissions.fromString("---rwx---");

    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * Writes the file unless it is there already.
     *
     * @return false when the file exists; it is left as it is
     * @throws StorageException when the file cannot be written
     */
    public boolean create(byte[] content) {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(path, options, ownerOnly(path, OWNER_ONLY))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
            return true;
        } catch (FileAlreadyExistsException exists) {
            return false;
        } catch (IOException failure) {
            throw inaccessible(path, failure);
        }
    }

    /**
     * Reads the whole file.
     *
     * @throws StorageException when it cannot be read, or when other users can read it
     */
    public byte[] read() {
        try {
            if (exposed()) {
                throw new StorageException(new FileExposed(path));
            }
            return Files.readAllBytes(path);
        } catch (IOException failure) {
            throw inaccessible(path, failure);
        }
    }

    /** A file of root's may be readable by its group: that is how an unprivileged service gets to see it at all. */
    private boolean exposed() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return false;
        }
        PosixFileAttributes attributes = view.readAttributes();
        Set<PosixFilePermission> permissions = attributes.permissions();
        if (OTHERS.stream().anyMatch(permissions::contains)) {
            return true;
        }
        boolean handedDown =
                attributes.owner().getName().equals("root") && !"root".equals(System.getProperty("user.name"));
        return handedDown
                ? permissions.contains(PosixFilePermission.GROUP_WRITE)
                : GROUP.stream().anyMatch(permissions::contains);
    }

    static FileAttribute<?>[] ownerOnly(Path path, Set<PosixFilePermission> permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    static StorageException inaccessible(Path path, IOException failure) {
        String detail = failure.getClass().getSimpleName() + " (" + failure.getMessage() + ")";
        return new StorageException(new Inaccessible(path, detail), failure);
    }
}

package io.tollgate.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Room kept on the disk for the ends of what has begun: given up when the disk is full, taken back when it is not. */
final class Ballast {

    private static final Logger log = LoggerFactory.getLogger(Ballast.class);

    private static final int BLOCK = 1 << 16;

    private final Path path;
    private final int size;

    Ballast(Path directory, int size) {
        this.path = directory.resolve("ballast");
        this.size = size;
    }

    /** Takes the room. Whether there is twice as much, so that the disk is not full the moment it is taken. */
    boolean take() {
        try {
            if (Files.exists(path) && Files.size(path) == size) {
                return true;
            }
            if (Files.getFileStore(path.getParent()).getUsableSpace() < 2L * size) {
                return false;
            }
            write();
            return true;
        } catch (IOException e) {
            drop();
            return false;
        }
    }

    private void write() throws IOException {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(path)) {
            for (int left = size; left > 0; left -= BLOCK) {
                out.write(block, 0, Math.min(left, BLOCK));
            }
        }
    }

    /** Gives the room up. */
    void drop() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.warn("The journal's ballast {} cannot be deleted", path, e);
        }
    }
}

package io.tollgate.crash;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes all the room of a file system, until it is closed. */
final class Filler implements AutoCloseable {

    private static final int BLOCK = 1 << 16;

    private final Path file;

    Filler(Path file) {
        this.file = file;
    }

    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int size = BLOCK; size > 0; size /= 2) {
                fill(out, new byte[size]);
            }
        }
    }

    private static void fill(OutputStream out, byte[] block) {
        try {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // there is no room for that many bytes
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}

package io.tollgate.storage;

import java.nio.file.Path;

/** Makes spools, whose large ones lie in the data directory. */
public final class Spools {

    private static final int MEMORY_LIMIT = 1024 * 1024;

    private static final int LEAST = 256;
    private static final int MOST = 64 * 1024;

    private final Path directory;

    public Spools(Path directory) {
        this.directory = directory;
    }

    /**
     * An empty spool; whoever asks for it closes it.
     *
     * @param expected how many bytes it will probably hold
     */
    public Spool create(long expected) {
        return new Spool(directory, MEMORY_LIMIT, (int) Math.clamp(expected, LEAST, MOST));
    }
}

package io.tollgate.storage;

import java.nio.file.Path;

/** Makes spools, whose large ones lie in the data directory. */
public final class Spools {

    private static final int MEMORY_LIMIT = 1024 * 1024;

    private final Path directory;

    public Spools(Path directory) {
        this.directory = directory;
    }

    /** An empty spool; whoever asks for it closes it. */
    public Spool create() {
        return new Spool(directory, MEMORY_LIMIT);
    }
}

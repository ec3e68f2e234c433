package io.tollgate.journal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One file of the journal.
 *
 * @param first the number of its first record, which is also its name
 */
record Segment(Path path, long first) {

    private static final String SUFFIX = ".jsonl";

    static Segment in(Path directory, long first) {
        return new Segment(directory.resolve("%016d%s".formatted(first, SUFFIX)), first);
    }

    /** The segments in a directory, the oldest first. */
    static List<Segment> all(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> isSegment(file.getFileName().toString()))
                    .map(file -> new Segment(file, number(file)))
                    .sorted(Comparator.comparingLong(Segment::first))
                    .toList();
        }
    }

    /** The oldest segment after a number, if there is one. */
    static @Nullable Segment after(Path directory, long first) throws IOException {
        return all(directory).stream()
                .filter(segment -> segment.first > first)
                .findFirst()
                .orElse(null);
    }

    /** The newest segment, if there is one. */
    static @Nullable Segment newest(Path directory) throws IOException {
        List<Segment> all = all(directory);
        return all.isEmpty() ? null : all.getLast();
    }

    /** Whether any record was acknowledged in it, though it may be damaged by now. */
    boolean hasLines() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            int read = in.read();
            while (read >= 0 && read != '\n') {
                read = in.read();
            }
            return read >= 0;
        }
    }

    private static boolean isSegment(String name) {
        return name.matches("[0-9]{16}\\.jsonl");
    }

    private static long number(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }
}

package io.tollgate.dialect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The recorded streams, for tests of other packages; none where the recordings are not there. */
public final class RecordedStreams {

    private RecordedStreams() {}

    /**
     * A stream a provider once sent.
     *
     * @param dialect what the provider speaks
     * @param text what it says, read straight from the recording
     */
    public record Recorded(String name, String dialect, byte[] bytes, String text) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** All that can be used. */
    public static List<Recorded> all() {
        Path directory = RecordingsTests.DIRECTORY;
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        return Recording.in(directory).stream()
                .filter(recording -> recording.streamed() && !RecordingsTests.QUARANTINE.containsKey(recording.name()))
                .map(recording -> new Recorded(
                        recording.name(),
                        recording.dialect(),
                        recording.bytes(),
                        RecordedWords.of(recording.dialect(), recording.frames(), true)
                                .text()))
                .toList();
    }
}

package io.tollgate.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The directory of one case. */
record Fixture(Path directory) {

    static final Path ROOT = Path.of("src/test/resources/dialect");

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Reads or makes something, whatever may go wrong. */
    interface Making<T> {
        T make() throws Exception;
    }

    /** The cases of a dialect's side, in the order of their names. */
    static List<Fixture> of(String dialect, String side) {
        Path directory = ROOT.resolve(dialect).resolve(side);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> cases = Files.list(directory)) {
            return cases.filter(Files::isDirectory).sorted().map(Fixture::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return directory.getFileName().toString();
    }

    boolean has(String file) {
        return Files.exists(directory.resolve(file));
    }

    @Nullable
    String text(String file) {
        try {
            return has(file) ? Files.readString(directory.resolve(file)) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines that hold something; those with a number sign are notes. */
    @Nullable
    List<String> lines(String file) {
        String text = text(file);
        return text == null
                ? null
                : text.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();
    }

    @Nullable
    ObjectNode object(String file) {
        String text = text(file);
        if (text == null) {
            return null;
        }
        if (Json.treeOrNull(text) instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalStateException(directory.resolve(file) + " holds no JSON object");
    }

    /** What was written, as it is read again: numbers of one kind each. */
    static ObjectNode read(byte[] json) throws StreamFormatException {
        return Json.tree(json, 0, json.length);
    }

    void write(String file, String text) {
        try {
            Files.writeString(directory.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String file, JsonNode tree) {
        write(file, PRETTY.writeValueAsString(tree) + "\n");
    }
}

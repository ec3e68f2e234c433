package io.tollgate.dialect;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A recorded answer of a real provider.
 *
 * @param name the provider's directory and the file
 * @param dialect what the provider speaks
 * @param frames the JSON of each event, or of the whole answer
 * @param bytes what came over the wire
 */
record Recording(String name, String dialect, boolean streamed, List<JsonNode> frames, byte[] bytes) {

    /** Recordings of APIs the gateway does not speak, and errors that come with a status of their own. */
    private static final List<String> OTHERS = List.of(
            "interactions__",
            "speech-translation__",
            "skills__",
            "transcription",
            "google-429-retry-info",
            "reasoning-model-legacy-parameter-error");

    /** All that are answers of chats. */
    static List<Recording> in(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(json|txt|sse)"))
                    .filter(file -> OTHERS.stream()
                            .noneMatch(other -> file.getFileName().toString().contains(other)))
                    .sorted()
                    .flatMap(file -> read(directory, file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Recording> read(Path directory, Path file) {
        try {
            String name = directory.relativize(file).toString();
            String text = Files.readString(file);
            if (name.endsWith(".json")) {
                JsonNode answer = tree(text);
                return List.of(new Recording(name, dialect(name, answer), false, List.of(answer), bytes(text)));
            }
            List<JsonNode> frames = events(name, text);
            String dialect = dialect(name, frames.getFirst());
            if (name.endsWith(".sse")) {
                return List.of(new Recording(name, dialect, true, frames, bytes(text)));
            }
            List<Recording> recordings = new ArrayList<>();
            for (List<JsonNode> answer : answers(frames)) {
                String number = recordings.isEmpty() ? "" : "#" + (recordings.size() + 1);
                recordings.add(new Recording(name + number, dialect, true, answer, bytes(wire(dialect, answer))));
            }
            return recordings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Some files hold the answers of a whole conversation. */
    private static List<List<JsonNode>> answers(List<JsonNode> frames) {
        List<List<JsonNode>> answers = new ArrayList<>();
        boolean over = true;
        for (JsonNode frame : frames) {
            if (over) {
                answers.add(new ArrayList<>());
            }
            answers.getLast().add(frame);
            String type = frame.path("type").asString("");
            over = type.equals("message_stop") || type.equals("response.completed");
        }
        return answers;
    }

    private static List<JsonNode> events(String name, String text) {
        return text.lines()
                .map(line -> name.endsWith(".sse") ? line.replaceFirst("^data: ", "") : line)
                .filter(line -> !line.isBlank() && !line.equals("[DONE]"))
                .map(Recording::tree)
                .toList();
    }

    private static JsonNode tree(String json) {
        return Objects.requireNonNull(Json.treeOrNull(json));
    }

    private static String dialect(String name, JsonNode first) {
        return switch (name.substring(0, name.indexOf('/'))) {
            case "anthropic" -> "anthropic";
            case "google" -> "gemini";
            default ->
                first.path("object").asString("").equals("response")
                                || first.path("type").asString("").startsWith("response.")
                        ? "responses"
                        : "openai";
        };
    }

    private static String wire(String dialect, List<JsonNode> frames) {
        StringBuilder wire = new StringBuilder();
        for (JsonNode frame : frames) {
            if (dialect.equals("anthropic") || dialect.equals("responses")) {
                wire.append("event: ").append(frame.path("type").stringValue()).append('\n');
            }
            wire.append("data: ").append(Json.text(frame)).append("\n\n");
        }
        return dialect.equals("openai") ? wire.append("data: [DONE]\n\n").toString() : wire.toString();
    }

    Said said() {
        return RecordedWords.of(dialect, frames, streamed);
    }

    ByteArrayInputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    /** Whether a frame says that the answer is complete; those before it do not. */
    boolean isEnd(JsonNode frame) {
        return switch (dialect) {
            case "anthropic" ->
                frame.path("delta").path("stop_reason").isString()
                        || frame.path("type").asString("").equals("message_stop");
            case "gemini" -> frame.path("candidates").path(0).has("finishReason");
            case "responses" -> frame.path("type").asString("").matches("response\\.(completed|incomplete|failed)");
            default -> frame.path("choices").path(0).path("finish_reason").isString();
        };
    }

    /** The places between two events, and its start. */
    List<Integer> boundaries() {
        List<Integer> places = new ArrayList<>();
        for (int i = 1; i < bytes.length - 1; i++) {
            if (bytes[i - 1] == '\n' && bytes[i] == '\n') {
                places.add(i + 1);
            }
        }
        return places;
    }

    @Override
    public String toString() {
        return name;
    }
}

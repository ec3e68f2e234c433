package io.tollgate.dialect;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what a client gets the way that clients' own libraries do, strictly. */
interface AnswerReader {

    Said whole(String answer) throws Exception;

    Said stream(List<Event> events) throws Exception;

    /** The end of an answer as this client can tell it. */
    default Said.End visible(Said.End end) {
        return end;
    }

    /** Whether an answer says by its calls that it waits for them. */
    default boolean endsByCalls() {
        return true;
    }

    /** One event of a stream. */
    record Event(String name, String data) {

        static List<Event> of(String file, byte[] stream) throws IOException {
            FrameReader reader = Frame.reader(file, new ByteArrayInputStream(stream));
            List<Event> events = new ArrayList<>();
            while (reader.next()) {
                String name = reader.event();
                events.add(new Event(
                        name == null ? "" : name,
                        new String(
                                reader.buffer(), reader.from(), reader.to() - reader.from(), StandardCharsets.UTF_8)));
            }
            return events;
        }
    }

    static AnswerReader of(String client) {
        return switch (client) {
            case "openai" -> new OpenAiAnswers();
            case "responses" -> new ResponsesAnswers();
            case "anthropic" -> new AnthropicAnswers();
            case "gemini" -> new GeminiAnswers();
            case "ollama" -> new OllamaAnswers();
            default -> throw new IllegalArgumentException("Nobody reads " + client);
        };
    }
}

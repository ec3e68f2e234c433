package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A frame of a stream, as tests compare it.
 *
 * @param data JSON as a tree, anything else as text
 */
record Frame(@Nullable String event, Object data) {

    /** Cuts a stream as the gateway does. */
    static FrameReader reader(String file, InputStream in) {
        if (file.endsWith(".txt")) {
            return new ConversationReader(in);
        }
        return file.endsWith(".ndjson") ? new LineReader(in) : new SseReader(in);
    }

    /** The frames of a stream. */
    static List<Frame> of(String file, String stream) throws IOException {
        FrameReader reader = reader(file, new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
        List<Frame> frames = new ArrayList<>();
        while (reader.next()) {
            String data =
                    new String(reader.buffer(), reader.from(), reader.to() - reader.from(), StandardCharsets.UTF_8);
            JsonNode tree = Json.treeOrNull(data);
            frames.add(new Frame(reader.event(), tree == null ? data : tree));
        }
        return frames;
    }

    /** The events a decoder reads in a stream. */
    static List<ChatEvent> events(FrameReader reader, Decoder decoder) throws IOException {
        List<ChatEvent> events = new ArrayList<>();
        while (reader.next()) {
            if (isDone(reader)) {
                break;
            }
            events.addAll(decoder.read(reader.event(), reader.buffer(), reader.from(), reader.to()));
            if (events.stream().anyMatch(ChatEvent.Failed.class::isInstance)) {
                return events;
            }
        }
        events.addAll(decoder.end());
        return events;
    }

    /** Whether a frame is the one that ends OpenAI's streams, which is no JSON. */
    static boolean isDone(FrameReader reader) {
        return new String(reader.buffer(), reader.from(), reader.to() - reader.from(), StandardCharsets.UTF_8)
                .equals("[DONE]");
    }
}

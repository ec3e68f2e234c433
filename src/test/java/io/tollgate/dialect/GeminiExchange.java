package io.tollgate.dialect;

import io.tollgate.chat.ChatEvent;
import io.tollgate.chat.Operation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Requests and answers that go to or come from Gemini, for tests. */
final class GeminiExchange {

    static final GeminiClientDialect CLIENT = new GeminiClientDialect(Arrivals.INTAKE);

    private GeminiExchange() {}

    static ClientRequest fromOpenAi(String json) throws IOException, DialectException {
        return fromOpenAi(Operation.CHAT, json);
    }

    static ClientRequest fromOpenAi(Operation operation, String json) throws IOException, DialectException {
        return Arrivals.OPENAI.decode(
                Arrivals.of(operation, "application/json", json.getBytes(StandardCharsets.UTF_8)));
    }

    static ClientRequest fromGemini(String tail, String json) throws IOException, DialectException {
        return fromGemini(tail, json, Map.of());
    }

    static ClientRequest fromGemini(String tail, String json, Map<String, String> query)
            throws IOException, DialectException {
        Operation operation = Objects.requireNonNullElse(GeminiClientDialect.operation(tail), Operation.CHAT);
        return CLIENT.decode(Arrivals.of(
                operation, "application/json", json.getBytes(StandardCharsets.UTF_8), tail, query, Map.of()));
    }

    static Translation between(ClientRequest request, String provider, String model) throws DialectException {
        return new Translation(
                request, ProviderDialects.of(provider), to(model, request.streamed()), Arrivals.NO_IMAGES);
    }

    static Destination to(String model, boolean streamed) {
        return new Destination(model, streamed, Set.of(), new Losses());
    }

    static JsonNode body(ProviderRequest request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        request.body().writeTo(out);
        return Json.tree(new ByteArrayInputStream(out.toByteArray()));
    }

    /** The request as the provider gets it. */
    static JsonNode sent(ClientRequest request, String provider, String model) throws IOException, DialectException {
        return body(between(request, provider, model).request());
    }

    /** What the client gets of a stream that ended. */
    static String relayed(Translation translation, String... frames) throws IOException {
        StringBuilder stream = new StringBuilder();
        for (String frame : frames) {
            stream.append("data: ").append(frame).append("\n\n");
        }
        SseReader reader =
                new SseReader(new ByteArrayInputStream(stream.toString().getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (reader.next()) {
            translation.frame(reader, out);
        }
        translation.end(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static JsonNode whole(Translation translation, String answer) throws IOException {
        byte[] bytes = translation.whole(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
        return json(new String(Objects.requireNonNull(bytes), StandardCharsets.UTF_8));
    }

    static List<ChatEvent> decoded(String... chunks) throws StreamFormatException {
        GeminiDecoder decoder = new GeminiDecoder();
        List<ChatEvent> events = new ArrayList<>();
        for (String chunk : chunks) {
            byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
            events.addAll(decoder.read(null, bytes, 0, bytes.length));
        }
        events.addAll(decoder.end());
        return events;
    }

    static JsonNode json(String text) {
        return Objects.requireNonNull(Json.treeOrNull(text), text);
    }

    /** The data of server-sent events. */
    static List<JsonNode> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring("data: ".length())))
                .toList();
    }
}

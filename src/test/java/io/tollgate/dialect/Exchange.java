package io.tollgate.dialect;

import io.tollgate.chat.Operation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request of a client's, and what becomes of it with a provider of some dialect; for tests. Single quotes are double.
 */
record Exchange(ClientDialect client, Operation operation, String body, String provider) {

    static JsonNode json(String text) {
        JsonNode tree = Json.treeOrNull(text.replace('\'', '"'));
        if (tree == null) {
            throw new IllegalArgumentException(text);
        }
        return tree;
    }

    private Translation translation(ClientRequest request) throws DialectException {
        Destination to = new Destination("upstream", request.streamed(), Set.of(), new Losses());
        return new Translation(request, ProviderDialects.of(provider), to, Arrivals.NO_IMAGES);
    }

    private ClientRequest request() throws DialectException, IOException {
        byte[] bytes = Json.bytes(json(body));
        return client.decode(Arrivals.of(operation, "application/json", bytes));
    }

    /** What the provider gets. */
    JsonNode sent() throws DialectException, IOException {
        try (ClientRequest request = request()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            translation(request).request().body().writeTo(out);
            return Json.tree(new ByteArrayInputStream(out.toByteArray()));
        }
    }

    List<String> losses() throws DialectException, IOException {
        try (ClientRequest request = request()) {
            Translation translation = translation(request);
            translation.request();
            return translation.losses();
        }
    }

    /** What the client gets for a whole answer. */
    @Nullable
    JsonNode whole(String answer) throws DialectException, IOException {
        try (ClientRequest request = request()) {
            byte[] whole = translation(request).whole(new ByteArrayInputStream(Json.bytes(json(answer))));
            return whole == null ? null : Json.tree(new ByteArrayInputStream(whole));
        }
    }

    /** What the client gets for a stream. */
    String stream(String stream) throws DialectException, IOException {
        try (ClientRequest request = request()) {
            ByteArrayInputStream in =
                    new ByteArrayInputStream(stream.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
            FrameReader frames = stream.startsWith("{") ? new LineReader(in) : new SseReader(in);
            Translation translation = translation(request);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            while (frames.next() && frames.to() - frames.from() != "[DONE]".length()) {
                translation.frame(frames, out);
            }
            translation.end(out);
            return request.streamed()
                    ? out.toString(StandardCharsets.UTF_8)
                    : new String(translation.collected(), StandardCharsets.UTF_8);
        }
    }
}

package io.tollgate.dialect;

import io.tollgate.chat.Operation;
import io.tollgate.storage.Spools;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Requests as they arrive, for tests. */
final class Arrivals {

    static final Intake INTAKE = new Intake(new Spools(Path.of(System.getProperty("java.io.tmpdir"))), 32 << 20);
    static final OpenAiClientDialect OPENAI = new OpenAiClientDialect(new OpenAiRequests(INTAKE));

    /** Fetches nothing. */
    static final Inliner NO_IMAGES = url -> {
        throw Unconvertible.of("messages", "An image by its address");
    };

    private Arrivals() {}

    static Inbound of(Operation operation, String contentType, byte[] body) {
        return of(operation, contentType, body, "", Map.of(), Map.of());
    }

    /** A request of JSON. */
    static Inbound json(Operation operation, JsonNode body) {
        return of(operation, "application/json", Json.bytes(body));
    }

    /** With the rest of a path, and with parameters and headers. */
    static Inbound of(
            Operation operation,
            String contentType,
            byte[] body,
            String tail,
            Map<String, String> query,
            Map<String, String> headers) {
        return new Inbound(
                operation,
                tail,
                null,
                query::get,
                headers::get,
                contentType,
                body.length,
                new ByteArrayInputStream(body));
    }
}

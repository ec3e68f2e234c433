package io.tollgate.dialect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes server-sent events. */
final class Sse {

    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private Sse() {}

    /** One event, with a name where it has one. */
    static void event(@Nullable String name, JsonNode data, OutputStream out) throws IOException {
        byte[] bytes = Json.bytes(data);
        event(name, bytes, 0, bytes.length, out);
    }

    /** One event whose data is on one line. */
    static void event(@Nullable String name, byte[] data, int from, int to, OutputStream out) throws IOException {
        if (name != null) {
            out.write(EVENT);
            out.write(name.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
        out.write(DATA);
        out.write(data, from, to - from);
        out.write(END);
    }
}

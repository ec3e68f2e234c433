package io.tollgate.dialect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** How the chunks of one stream follow each other: as server-sent events, or as the elements of a JSON array. */
final class GeminiFraming {

    private static final byte[] BETWEEN = "\n,\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n]".getBytes(StandardCharsets.US_ASCII);

    private final boolean sse;
    private boolean begun;

    GeminiFraming(boolean sse) {
        this.sse = sse;
    }

    String contentType() {
        return sse ? "text/event-stream" : "application/json";
    }

    void element(byte[] json, int from, int to, OutputStream out) throws IOException {
        if (sse) {
            Sse.event(null, json, from, to, out);
            return;
        }
        open(out);
        out.write(json, from, to - from);
    }

    private void open(OutputStream out) throws IOException {
        if (begun) {
            out.write(BETWEEN);
        } else {
            out.write('[');
            begun = true;
        }
    }

    void end(OutputStream out) throws IOException {
        if (sse) {
            return;
        }
        if (!begun) {
            out.write('[');
        }
        out.write(END);
    }
}

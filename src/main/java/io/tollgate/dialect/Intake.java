package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalid;

import io.tollgate.storage.Spool;
import io.tollgate.storage.Spools;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes in the bodies of requests: no larger than allowed, large ones in a file, text checked. */
public final class Intake {

    /** Large bodies checked at the same time: each may need several times its size for one long string. */
    private static final int LARGE_AT_ONCE = 2;

    private final Spools spools;
    private final long maxBody;
    private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

    /** @param maxBody largest request body in bytes */
    public Intake(Spools spools, long maxBody) {
        this.spools = spools;
        this.maxBody = maxBody;
    }

    /** Reads JSON text, whatever it lies in. */
    interface Reading<T> {
        T read(java.io.Reader text) throws DialectException;
    }

    /** What the client sent, as it is. */
    Spool receive(Inbound inbound) throws IOException, DialectException {
        Spool raw = spools.create(inbound.length() + 1);
        try {
            if (inbound.length() > maxBody || !raw.receive(inbound.body(), maxBody)) {
                throw new DialectException(
                        invalid(413, "request_too_large", "The request body is larger than " + maxBody + " bytes."));
            }
            return raw;
        } catch (IOException | DialectException e) {
            raw.close();
            throw e;
        }
    }

    /** An empty spool for about as much. */
    Spool spool(long expected) {
        return spools.create(expected);
    }

    /** The object a JSON body holds, read strictly. */
    ObjectNode tree(Inbound inbound) throws IOException, DialectException {
        try (Spool raw = receive(inbound)) {
            byte @Nullable [] bytes = raw.array();
            return bytes == null ? large(raw, Intake::object) : object(new StringReader(text(bytes, (int) raw.size())));
        }
    }

    private static ObjectNode object(java.io.Reader text) throws DialectException {
        try {
            JsonNode tree = Json.requestTree(text);
            if (tree instanceof ObjectNode object) {
                Surrogates.require(object);
                return object;
            }
            throw JsonRequestReader.wrong(null, "The request body must be a JSON object.");
        } catch (JacksonException e) {
            throw refused(e);
        }
    }

    /**
     * What the client is told of JSON that cannot be read.
     *
     * @throws UncheckedIOException when it is the gateway that cannot: its disk is full
     */
    static DialectException refused(JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return JsonRequestReader.wrong(null, "The request body is refused: " + firstLine(e) + ".");
        }
        if (e.getCause() instanceof CharacterCodingException) {
            return notUtf8();
        }
        if (e.getCause() instanceof IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return JsonRequestReader.wrong(
                null, "The request body is not valid JSON" + place(e) + ": " + firstLine(e) + ".");
    }

    private static String firstLine(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        String line = message.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) : line;
    }

    private static String place(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    /** Reads text that lies in a file; few at a time. */
    <T> T large(Spool raw, Reading<T> reading) throws DialectException, IOException {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        large.acquireUninterruptibly();
        try (InputStreamReader text = new InputStreamReader(raw.open(), decoder)) {
            return reading.read(text);
        } finally {
            large.release();
        }
    }

    static String text(byte[] bytes, int length) throws DialectException {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            } catch (CharacterCodingException e) {
                throw notUtf8();
            }
        }
        return text;
    }

    private static DialectException notUtf8() {
        return new DialectException(invalid(400, "invalid_encoding", "The request body is not valid UTF-8."));
    }

    /** The media type of a {@code Content-Type}, in lower case; empty without one. */
    static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** Requires a JSON body. */
    static void requireJson(Inbound inbound) throws DialectException {
        if (!mediaType(inbound.contentType()).equals("application/json")) {
            throw wrongType("application/json");
        }
    }

    static DialectException wrongType(String wanted) {
        return new DialectException(invalid(
                415, "unsupported_content_type", "Send this request with the header 'Content-Type: " + wanted + "'."));
    }
}

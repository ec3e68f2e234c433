package io.tollgate.dialect;

import static io.tollgate.chat.GatewayError.invalid;

import io.tollgate.chat.GatewayError;
import io.tollgate.chat.Operation;
import io.tollgate.storage.Spool;
import io.tollgate.storage.Spools;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** OpenAI's wire format as clients speak it: reads requests, writes errors. */
public final class OpenAiClientDialect {

    /** Large bodies checked at the same time: each may need several times its size for one long string. */
    private static final int LARGE_AT_ONCE = 2;

    private final Spools spools;
    private final long maxBody;
    private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

    /** @param maxBody largest request body in bytes */
    public OpenAiClientDialect(Spools spools, long maxBody) {
        this.spools = spools;
        this.maxBody = maxBody;
    }

    /**
     * Reads a request. The caller closes what it gets.
     *
     * @param contentType the request's {@code Content-Type}
     * @param length how many bytes the client announces; -1 when it does not
     * @throws DialectException when the request is not as it must be
     * @throws IOException when the client is gone
     */
    public ClientRequest decode(Operation operation, @Nullable String contentType, long length, InputStream in)
            throws DialectException, IOException {
        String type = mediaType(contentType);
        boolean multipart = type.equals("multipart/form-data");
        boolean expected = operation.body() == Operation.Body.MULTIPART
                ? multipart || (operation == Operation.IMAGE_EDITS && type.equals("application/json"))
                : type.equals("application/json");
        if (!expected) {
            String wanted = operation.body() == Operation.Body.MULTIPART ? "multipart/form-data" : "application/json";
            throw new DialectException(invalid(
                    415,
                    "unsupported_content_type",
                    "Send this request with the header 'Content-Type: " + wanted + "'."));
        }
        Spool raw = receive(in, length);
        if (multipart) {
            return MultipartRequestReader.read(operation, contentType == null ? "" : contentType, raw);
        }
        try (raw) {
            return json(operation, raw);
        }
    }

    private Spool receive(InputStream in, long length) throws IOException, DialectException {
        Spool raw = spools.create(length + 1);
        try {
            if (length > maxBody || !raw.receive(in, maxBody)) {
                throw new DialectException(
                        invalid(413, "request_too_large", "The request body is larger than " + maxBody + " bytes."));
            }
            return raw;
        } catch (IOException | DialectException e) {
            raw.close();
            throw e;
        }
    }

    private JsonRequest json(Operation operation, Spool raw) throws DialectException, IOException {
        byte @Nullable [] bytes = raw.array();
        Spool checked = spools.create(raw.size());
        try {
            JsonRequestReader reader = new JsonRequestReader(operation, checked);
            return bytes == null ? large(reader, raw) : reader.read(Json.request(text(bytes, (int) raw.size())));
        } catch (DialectException | IOException | RuntimeException e) {
            checked.close();
            throw e;
        }
    }

    private JsonRequest large(JsonRequestReader reader, Spool raw) throws DialectException, IOException {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        large.acquireUninterruptibly();
        try (InputStreamReader text = new InputStreamReader(raw.open(), decoder)) {
            return reader.read(Json.request(text));
        } finally {
            large.release();
        }
    }

    private static String text(byte[] bytes, int length) throws DialectException {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            } catch (CharacterCodingException e) {
                throw JsonRequestReader.notUtf8();
            }
        }
        return text;
    }

    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** An error in OpenAI's shape, as JSON. */
    public static String error(GatewayError error) {
        return "{\"error\":{\"message\":" + JsonText.quote(error.message()) + ",\"type\":"
                + JsonText.quote(error.type())
                + ",\"param\":" + (error.param() == null ? "null" : JsonText.quote(error.param())) + ",\"code\":"
                + JsonText.quote(error.code()) + "}}";
    }

    /** An error as the last event of a stream. */
    public static String errorEvent(Operation operation, GatewayError error) {
        return operation == Operation.RESPONSES
                ? "event: error\ndata: {\"type\":\"error\",\"code\":" + JsonText.quote(error.code()) + ",\"message\":"
                        + JsonText.quote(error.message()) + ",\"param\":null}\n\n"
                : "data: " + error(error) + "\n\n";
    }
}

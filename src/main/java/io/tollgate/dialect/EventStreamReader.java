package io.tollgate.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads Amazon's binary event streams, a frame a message: its name is the type of the event, or of the exception it
 * tells. A message that was cut off is none.
 */
public final class EventStreamReader implements FrameReader {

    private static final int FIRST = 4096;
    private static final int MAX_MESSAGE = 4 * 1024 * 1024;
    private static final int LEAST_MESSAGE = 16;

    private final InputStream in;

    private byte[] buffer = new byte[FIRST];
    private int position; // start of the first message not read yet
    private int end; // behind the last byte read
    private byte[] data = new byte[0];
    private @Nullable String event;

    public EventStreamReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads on to the next message.
     *
     * @throws StreamFormatException when a message is larger than 4 MiB, or damaged
     */
    @Override
    public boolean next() throws IOException {
        int length = length();
        while (length < 0 || end - position < length) {
            if (!fill(Math.max(length, LEAST_MESSAGE))) {
                return false;
            }
            length = length();
        }
        decode(ByteBuffer.wrap(buffer, position, length).slice());
        position += length;
        return true;
    }

    /** The length that the next message says it has; -1 while that has not been read. */
    private int length() throws StreamFormatException {
        if (end - position < Integer.BYTES) {
            return -1;
        }
        int length = ByteBuffer.wrap(buffer, position, Integer.BYTES).getInt();
        if (length < LEAST_MESSAGE || length > MAX_MESSAGE) {
            throw new StreamFormatException("A message of the stream is larger than " + MAX_MESSAGE + " bytes");
        }
        return length;
    }

    private boolean fill(int needed) throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, end - position);
            end -= position;
            position = 0;
        }
        if (buffer.length < needed) {
            buffer = Arrays.copyOf(buffer, Math.max(needed, Math.min(buffer.length * 2, MAX_MESSAGE)));
        }
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(read, 0);
        return read >= 0;
    }

    private void decode(ByteBuffer bytes) throws StreamFormatException {
        try {
            Message message = Message.decode(bytes);
            Map<String, HeaderValue> headers = message.getHeaders();
            String failure = text(headers, ":exception-type", text(headers, ":error-code", ""));
            event = failure.isEmpty() ? text(headers, ":event-type", "") : failure;
            data = failure.isEmpty() ? message.getPayload() : error(failure, headers, message.getPayload());
        } catch (RuntimeException e) {
            throw new StreamFormatException("A message of the stream is damaged");
        }
    }

    private static String text(Map<String, HeaderValue> headers, String name, String otherwise) {
        HeaderValue value = headers.get(name);
        return value == null ? otherwise : value.getString();
    }

    /** What failed, in one shape whether it stands in the headers or in the payload. */
    private static byte[] error(String code, Map<String, HeaderValue> headers, byte[] payload) {
        JsonNode told = Json.treeOrNull(new String(payload, StandardCharsets.UTF_8));
        String message = told == null ? "" : told.path("message").asString("");
        ObjectNode error = Json.object();
        error.putObject("error").put("code", code).put("message", text(headers, ":error-message", message));
        return Json.bytes(error);
    }

    @Override
    public byte[] buffer() {
        return data;
    }

    @Override
    public int from() {
        return 0;
    }

    @Override
    public int to() {
        return data.length;
    }

    @Override
    public @Nullable String event() {
        return event;
    }

    @Override
    public boolean hasBuffered() {
        if (end - position < Integer.BYTES) {
            return false;
        }
        int length = ByteBuffer.wrap(buffer, position, Integer.BYTES).getInt();
        return length <= end - position; // a length that makes no sense is found when it is read
    }
}

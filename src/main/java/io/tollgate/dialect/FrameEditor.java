package io.tollgate.dialect;

import io.tollgate.storage.Spool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Passes a provider's answer on as it is, but for what must change on the way to the client: {@code model} is set back
 * to the name the client asked for, and usage it did not ask for is left out.
 */
public final class FrameEditor {

    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_END = "\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT_END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final String quotedModel;
    private final byte[] model;
    private final boolean dropUsage;

    /**
     * @param model the name the client asked for
     * @param dropUsage whether usage is left out of events
     */
    public FrameEditor(String model, boolean dropUsage) {
        this.quotedModel = JsonText.quote(model);
        this.model = quotedModel.getBytes(StandardCharsets.UTF_8);
        this.dropUsage = dropUsage;
    }

    /** A whole answer, after it was scanned. */
    public Body whole(Spool answer, AnswerScan scan) {
        if (scan.modelFrom() < 0) {
            return Body.of(answer);
        }
        return new Body().add(answer, 0, scan.modelFrom()).add(quotedModel).add(answer, scan.modelTo(), answer.size());
    }

    /** Whether an event is there only to say what was used, which the client did not ask for. */
    public boolean drops(AnswerScan scan) {
        return dropUsage && scan.choices() == 0 && scan.usage() != null;
    }

    /** Writes the event the reader stands on, after it was scanned. */
    public void write(OutputStream out, SseReader reader, AnswerScan scan) throws IOException {
        String event = reader.event();
        if (event != null) {
            out.write(EVENT);
            out.write(event.getBytes(StandardCharsets.UTF_8));
            out.write(LINE_END);
        }
        write(out, reader.buffer(), reader.from(), reader.to(), scan);
    }

    /** Writes an event without a name, after it was scanned. */
    public void write(OutputStream out, byte[] bytes, int from, int to, AnswerScan scan) throws IOException {
        onOneLine(bytes, from, to);
        int usageFrom = from + (int) scan.usageFrom();
        int usageTo = from + (int) scan.usageTo();
        int modelFrom = from + (int) scan.modelFrom();
        int modelTo = from + (int) scan.modelTo();
        boolean edit = scan.modelFrom() >= 0;
        boolean cut = dropUsage && scan.usageFrom() >= 0;
        out.write(DATA);
        int at = from;
        if (cut && (!edit || usageFrom < modelFrom)) {
            at = cutUsage(out, bytes, at, usageFrom, usageTo);
        }
        if (edit) {
            out.write(bytes, at, modelFrom - at);
            out.write(model);
            at = modelTo;
        }
        if (cut && edit && usageFrom >= modelFrom) {
            at = cutUsage(out, bytes, at, usageFrom, usageTo);
        }
        out.write(bytes, at, to - at);
        out.write(EVENT_END);
    }

    /** Writes up to the member, leaves it out with the comma before or behind it, and says where to go on. */
    private static int cutUsage(OutputStream out, byte[] bytes, int at, int usageFrom, int usageTo) throws IOException {
        int before = usageFrom - 1;
        while (bytes[before] <= ' ') {
            before--;
        }
        if (bytes[before] == ',') {
            out.write(bytes, at, before - at);
            return usageTo;
        }
        int behind = usageTo;
        while (bytes[behind] <= ' ') {
            behind++;
        }
        out.write(bytes, at, usageFrom - at);
        return bytes[behind] == ',' ? behind + 1 : behind;
    }

    /** JSON has line breaks only where white space is allowed. */
    private static void onOneLine(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
    }
}

package io.tollgate.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the streams of providers that keep conversations, a frame a line: {@code data: {...}} or
 * {@code message<TAB>{...}<TAB>}. Other lines are frames without data; {@code [DONE]} is read as an object that says
 * so, and is the last.
 */
public final class ConversationReader implements FrameReader {

    static final String DONE = "done";

    private static final byte[] LAST = ("{\"" + DONE + "\":true}").getBytes(StandardCharsets.US_ASCII);
    private static final String DONE_MARK = "[DONE]";
    private static final String[] PREFIXES = {"data:", "message\t"};

    private final LineReader lines;
    private int from;
    private int to;
    private boolean done;

    public ConversationReader(InputStream in) {
        this.lines = new LineReader(in);
    }

    @Override
    public boolean next() throws IOException {
        if (done || !lines.next()) {
            return false;
        }
        from = to = lines.to();
        for (String prefix : PREFIXES) {
            if (is(prefix, lines.from())) {
                trim(lines.from() + prefix.length());
            }
        }
        if (is(DONE_MARK, from) || is(DONE_MARK, lines.from())) {
            done = true;
            from = 0;
            to = LAST.length;
        }
        return true;
    }

    private boolean is(String text, int at) {
        byte[] bytes = lines.buffer();
        boolean equal = lines.to() - at >= text.length();
        for (int i = 0; equal && i < text.length(); i++) {
            equal = bytes[at + i] == text.charAt(i);
        }
        return equal;
    }

    private void trim(int start) {
        byte[] bytes = lines.buffer();
        from = start;
        while (from < to && isBlank(bytes[from])) {
            from++;
        }
        while (to > from && isBlank(bytes[to - 1])) {
            to--;
        }
    }

    private static boolean isBlank(byte letter) {
        return letter == ' ' || letter == '\t';
    }

    @Override
    public byte[] buffer() {
        return done ? LAST : lines.buffer();
    }

    @Override
    public int from() {
        return from;
    }

    @Override
    public int to() {
        return to;
    }

    /** Lines have no names. */
    @Override
    public @Nullable String event() {
        return null;
    }

    @Override
    public boolean hasBuffered() {
        return !done && lines.hasBuffered();
    }
}

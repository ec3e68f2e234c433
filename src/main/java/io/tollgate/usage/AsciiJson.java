package io.tollgate.usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A JSON value that is being written, in ASCII alone. A general generator takes twice as long for values as short as
 * the journal's, and there are three of them in every exchange.
 */
final class AsciiJson {

    private static final HexFormat HEX = HexFormat.of();
    private static final int FIRST_PRINTED = 0x20;
    private static final int LAST_PRINTED = 0x7e;

    private byte[] bytes;
    private int length;
    private boolean isFirst = true;

    /** @param expected how many bytes it will usually have */
    AsciiJson(int expected) {
        bytes = new byte[expected];
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Begins an object or an array. */
    void open(char bracket) {
        separate();
        put(bracket);
        isFirst = true;
    }

    /** Begins an object or an array as a member. */
    void open(String name, char bracket) {
        name(name);
        put(bracket);
        isFirst = true;
    }

    void close(char bracket) {
        put(bracket);
        isFirst = false;
    }

    void text(String name, String value) {
        name(name);
        quote(value);
    }

    void number(String name, long value) {
        name(name);
        plain(Long.toString(value));
    }

    void flag(String name, boolean value) {
        name(name);
        plain(value ? "true" : "false");
    }

    void id(String name, UUID value) {
        name(name);
        quoted(value.toString());
    }

    /** A member whose value is JSON already. */
    void json(String name, String value) {
        name(name);
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private void name(String name) {
        separate();
        quoted(name);
        put(':');
    }

    private void separate() {
        if (!isFirst) {
            put(',');
        }
        isFirst = false;
    }

    private void quote(String value) {
        if (isPlain(value)) {
            quoted(value);
        } else {
            put('"');
            value.chars().forEach(this::escape);
            put('"');
        }
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isPlain(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int each) {
        return each >= FIRST_PRINTED && each <= LAST_PRINTED && each != '"' && each != '\\';
    }

    private void escape(int each) {
        if (isPlain(each)) {
            put((char) each);
        } else {
            plain("\\u" + HEX.toHexDigits((char) each));
        }
    }

    /** A string of which nothing needs an escape. */
    private void quoted(String ascii) {
        room(ascii.length() + 2);
        bytes[length++] = '"';
        copy(ascii);
        bytes[length++] = '"';
    }

    /** Nothing of it needs an escape. */
    private void plain(String ascii) {
        room(ascii.length());
        copy(ascii);
    }

    /** There is room for it. */
    @SuppressWarnings("deprecation") // which cuts characters to bytes, as is right for ASCII, and copies them at once
    private void copy(String ascii) {
        ascii.getBytes(0, ascii.length(), bytes, length);
        length += ascii.length();
    }

    private void put(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}

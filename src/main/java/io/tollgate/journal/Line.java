package io.tollgate.journal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A record as it lies in the file: one line of JSON that holds the record's number, the CRC32C of what follows, and the
 * record itself, e.g. <code>{"n":"0000000000000007","crc":"9a71bb4c","r":{...}}</code>. Number and sum have a fixed
 * width, so that a line is made before its number is known.
 */
final class Line {

    private static final byte[] HEAD =
            "{\"n\":\"0000000000000000\",\"crc\":\"00000000\",\"r\":".getBytes(StandardCharsets.US_ASCII);
    private static final int NUMBER_AT = 6;
    private static final int NUMBER_LENGTH = 16;
    private static final int SUM_AT = 31;
    private static final int SUM_LENGTH = 8;
    private static final byte[] TAIL = {'}', '\n'};

    private Line() {}

    /** All the records as lines, still without their numbers. */
    static byte[] of(byte[]... records) {
        int length = 0;
        for (byte[] record : records) {
            length += HEAD.length + record.length + TAIL.length;
        }
        byte[] lines = new byte[length];
        int at = 0;
        for (byte[] record : records) {
            System.arraycopy(HEAD, 0, lines, at, HEAD.length);
            hex(lines, at + SUM_AT, SUM_LENGTH, sum(record, 0, record.length));
            System.arraycopy(record, 0, lines, at + HEAD.length, record.length);
            at += HEAD.length + record.length;
            System.arraycopy(TAIL, 0, lines, at, TAIL.length);
            at += TAIL.length;
        }
        return lines;
    }

    /** Writes the numbers into lines made of these records. */
    static void number(byte[] lines, long first, byte[]... records) {
        int at = 0;
        long number = first;
        for (byte[] record : records) {
            decimal(lines, at + NUMBER_AT, number++);
            at += HEAD.length + record.length + TAIL.length;
        }
    }

    /** The number of the record in a line without its line end; -1 when the line is damaged. */
    static long number(byte[] bytes, int from, int to) {
        if (to - from < HEAD.length + 1 || !isFramed(bytes, from, to)) {
            return -1;
        }
        long number = 0;
        for (int i = from + NUMBER_AT; i < from + NUMBER_AT + NUMBER_LENGTH; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + bytes[i] - '0';
        }
        String stated = new String(bytes, from + SUM_AT, SUM_LENGTH, StandardCharsets.US_ASCII);
        long sum = sum(bytes, recordFrom(from), recordTo(to));
        return stated.equals(HexFormat.of().toHexDigits(sum, SUM_LENGTH)) ? number : -1;
    }

    private static boolean isFramed(byte[] bytes, int from, int to) {
        for (int i = 0; i < HEAD.length; i++) {
            if (bytes[from + i] != HEAD[i] && HEAD[i] != '0') {
                return false;
            }
        }
        return bytes[to - 1] == '}';
    }

    static int recordFrom(int from) {
        return from + HEAD.length;
    }

    static int recordTo(int to) {
        return to - 1;
    }

    private static long sum(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return crc.getValue();
    }

    private static void hex(byte[] bytes, int at, int length, long value) {
        long rest = value;
        for (int i = at + length - 1; i >= at; i--) {
            bytes[i] = (byte) Character.forDigit((int) (rest & 15), 16);
            rest >>>= 4;
        }
    }

    private static void decimal(byte[] bytes, int at, long value) {
        long rest = value;
        for (int i = at + NUMBER_LENGTH - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}

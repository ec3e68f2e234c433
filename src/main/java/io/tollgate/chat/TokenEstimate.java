package io.tollgate.chat;

/**
 * An estimate of how many tokens a text has, where nobody counted. Each byte of the text's UTF-8 form carries a fixed
 * weight, so a text may come in pieces cut anywhere: four English letters or spaces make a token, two and a half
 * digits, two other ASCII characters, two and a half letters of two bytes (Cyrillic, Greek, accented Latin), one and a
 * quarter of three bytes (Chinese, Japanese, Korean), half of one of four bytes (emoji). Usual tokenizers are mostly
 * within a fifth of it for prose, and it is not exact for any of them.
 */
public final class TokenEstimate {

    private static final int UNIT = 20;
    private static final int[] WEIGHTS = weights();

    private long weight;

    private static int[] weights() {
        int[] weights = new int[256];
        for (int b = 0; b < 256; b++) {
            weights[b] = weight(b);
        }
        return weights;
    }

    private static int weight(int b) {
        if (b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == ' ') {
            return UNIT / 4;
        } else if (b >= '0' && b <= '9') {
            return UNIT * 2 / 5;
        } else if (b < 0x80) {
            return UNIT / 2;
        } else if (b < 0xC0) {
            return 0; // of a character already weighed by its first byte
        } else if (b < 0xE0) {
            return UNIT * 2 / 5;
        }
        return b < 0xF0 ? UNIT * 4 / 5 : UNIT * 2;
    }

    /** The tokens of a text. */
    public static long of(String text) {
        TokenEstimate estimate = new TokenEstimate();
        estimate.add(text);
        return estimate.tokens();
    }

    /** Adds a piece of text. */
    public void add(String text) {
        long sum = 0;
        for (int i = 0; i < text.length(); i++) {
            sum += weigh(text.charAt(i));
        }
        weight += sum;
    }

    /** Adds a piece of text. */
    public void add(char[] text, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += weigh(text[i]);
        }
        weight += sum;
    }

    /** As its first byte, which alone has weight; of four bytes each half of the character weighs half. */
    private static int weigh(char c) {
        if (c < 0x80) {
            return WEIGHTS[c];
        } else if (c < 0x800) {
            return WEIGHTS[0xC3];
        }
        return Character.isSurrogate(c) ? WEIGHTS[0xF0] / 2 : WEIGHTS[0xE0];
    }

    /** Adds a piece of text in UTF-8, which may begin and end within a character. */
    public void add(byte[] utf8, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += WEIGHTS[utf8[i] & 0xFF];
        }
        weight += sum;
    }

    /** The tokens of all pieces so far, rounded up. */
    public long tokens() {
        return (weight + UNIT - 1) / UNIT;
    }
}

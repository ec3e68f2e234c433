package io.tollgate.pricing;

import java.util.regex.Pattern;

/**
 * A text that can only be looked at so often. Regular expressions come in files of others, and some never finish: they
 * match nothing.
 */
final class Patience implements CharSequence {

    private static final int MOST = 100_000;

    private final CharSequence text;
    private int looks;

    private Patience(CharSequence text) {
        this.text = text;
    }

    /** Whether the pattern is found in the text before patience is lost. */
    static boolean find(Pattern pattern, String text) {
        try {
            return pattern.matcher(new Patience(text)).find();
        } catch (IllegalStateException | StackOverflowError tooMuch) {
            return false;
        }
    }

    @Override
    public char charAt(int index) {
        if (++looks > MOST) {
            throw new IllegalStateException("The pattern takes too long");
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

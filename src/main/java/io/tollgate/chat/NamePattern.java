package io.tollgate.chat;

import org.jspecify.annotations.Nullable;

/**
 * A model's name with a star in it, which stands for any text, also for none.
 *
 * @param prefix what comes before the star
 * @param suffix what comes behind it
 */
public record NamePattern(String prefix, String suffix) {

    private static final char STAR = '*';

    /** The pattern that a name is; absent when it has no star, or more than one. */
    public static @Nullable NamePattern of(String name) {
        int star = name.indexOf(STAR);
        return star < 0 || name.indexOf(STAR, star + 1) >= 0
                ? null
                : new NamePattern(name.substring(0, star), name.substring(star + 1));
    }

    /** Whether a name has more stars than a pattern may have. */
    public static boolean isFlawed(String name) {
        return name.indexOf(STAR) != name.lastIndexOf(STAR);
    }

    /** Whether a name fits. */
    public boolean matches(String name) {
        return name.length() >= length() && name.startsWith(prefix) && name.endsWith(suffix);
    }

    /** How many characters a name must have in common with it. */
    public int length() {
        return prefix.length() + suffix.length();
    }

    /** What the star stands for in a name that fits. */
    public String rest(String name) {
        return name.substring(prefix.length(), name.length() - suffix.length());
    }

    /** The text with what the star stands for in its place. */
    public String filled(String rest) {
        return prefix + rest + suffix;
    }
}

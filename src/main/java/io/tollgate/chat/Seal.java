package io.tollgate.chat;

/**
 * A signature, or encrypted content, that only providers of one dialect can read: carried unread, and given back to
 * them only.
 */
public record Seal(String dialect, String value) {

    private static final String PREFIX = "tollgate:";

    /** The seal as text inside another dialect. */
    public String wrapped() {
        return PREFIX + dialect + ":" + value;
    }

    /**
     * Reads what a client sent back.
     *
     * @param dialect whose it is when nothing else is said
     */
    public static Seal unwrap(String text, String dialect) {
        int colon = text.startsWith(PREFIX) ? text.indexOf(':', PREFIX.length()) : -1;
        return colon < 0
                ? new Seal(dialect, text)
                : new Seal(text.substring(PREFIX.length(), colon), text.substring(colon + 1));
    }

    /** As a client of a dialect gets it: as it is in its own, wrapped in another. */
    public String in(String clientDialect) {
        return dialect.equals(clientDialect) ? value : wrapped();
    }
}

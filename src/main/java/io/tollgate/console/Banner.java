package io.tollgate.console;

/**
 * A line above every page about the state of the whole installation.
 *
 * @param key of its text among the messages, and what the layout offers with it
 * @param colour how urgent it is
 * @param detail set into the text
 */
record Banner(String key, String colour, String icon, String detail) {

    private static final String DANGER = "danger";

    /** Whether it is for everybody at any time, even for who must choose a password first. */
    boolean isUrgent() {
        return colour.equals(DANGER);
    }

    static Banner sealed(String reason) {
        return new Banner("sealed", DANGER, "bi-lock", reason);
    }

    static Banner h2Console(String path) {
        return new Banner("h2Console", DANGER, "bi-database-exclamation", path);
    }

    static Banner demo() {
        return new Banner("demo", "info", "bi-magic", "");
    }
}

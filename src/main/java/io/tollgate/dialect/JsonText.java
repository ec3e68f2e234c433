package io.tollgate.dialect;

import tools.jackson.core.io.JsonStringEncoder;

/** Text inside JSON. */
final class JsonText {

    private JsonText() {}

    /** The text as a JSON string. */
    static String quote(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
    }
}

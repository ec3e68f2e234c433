package io.tollgate.dialect;

import tools.jackson.databind.JsonNode;

/**
 * Counts the searches of the web among the items of an answer of the Responses API, whose usage leaves them out. A page
 * that is opened or looked through is an item of the same type, and free.
 */
final class SearchCount {

    private static final String CALL = "web_search_call";
    private static final String SEARCH = "search";

    private long searches;
    private boolean call;
    private boolean other;

    /** An item of the output begins. */
    void begin() {
        call = other = false;
    }

    /** A {@code type} inside the item. */
    void type(String type, boolean ofAction) {
        if (ofAction) {
            other |= !type.equals(SEARCH);
        } else {
            call |= type.equals(CALL);
        }
    }

    /** The item is over. */
    void end() {
        searches += call && !other ? 1 : 0;
    }

    void reset() {
        searches = 0;
    }

    long searches() {
        return searches;
    }

    /** The searches among the items of a whole answer. */
    static long of(JsonNode output) {
        SearchCount count = new SearchCount();
        for (JsonNode item : output) {
            count.begin();
            count.type(item.path("type").asString(""), false);
            String action = item.path("action").path("type").asString("");
            count.type(action.isEmpty() ? SEARCH : action, true);
            count.end();
        }
        return count.searches();
    }
}

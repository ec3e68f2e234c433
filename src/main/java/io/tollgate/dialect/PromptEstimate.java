package io.tollgate.dialect;

import io.tollgate.chat.TokenEstimate;
import tools.jackson.databind.JsonNode;

/**
 * An estimate of the tokens of a request: of all its text. What is no text, such as a picture, counts as a thousand.
 */
final class PromptEstimate {

    private static final int MEDIA_TOKENS = 1_000;
    private static final int SHORTEST_MEDIA = 2_000;
    private static final int LOOKED_AT = 500;

    private final TokenEstimate text = new TokenEstimate();
    private long media;

    /** Of all strings in a tree. */
    static long of(JsonNode tree) {
        PromptEstimate estimate = new PromptEstimate();
        estimate.add(tree);
        return estimate.tokens();
    }

    private void add(JsonNode node) {
        if (node.isString()) {
            char[] chars = node.stringValue().toCharArray();
            add(chars, 0, chars.length);
        } else {
            node.forEach(this::add);
        }
    }

    /** Adds a string of the request. */
    void add(char[] chars, int from, int to) {
        if (isMedia(chars, from, to)) {
            media++;
        } else {
            text.add(chars, from, to);
        }
    }

    /** Base64 is long and has no spaces. */
    private static boolean isMedia(char[] chars, int from, int to) {
        if (to - from < SHORTEST_MEDIA) {
            return false;
        }
        for (int i = from; i < from + LOOKED_AT; i++) {
            if (chars[i] <= ' ' || chars[i] >= 0x80) {
                return false;
            }
        }
        return true;
    }

    long tokens() {
        return text.tokens() + media * MEDIA_TOKENS;
    }
}

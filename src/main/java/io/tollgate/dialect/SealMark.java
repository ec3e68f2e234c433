package io.tollgate.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds seals of other dialects in a request, without understanding the rest of it. */
final class SealMark {

    private static final String WRAPPED = "tollgate:";
    private static final String CALL = "tollgate:call:";
    private static final String ENCODED = "dG9sbGdhdGU6";
    /** What Gemini's compatible clients write next to a call. */
    private static final String SIGNATURE = "thought_signature";

    private static final int SHORTEST = 12;
    private static final int LONGEST_NAME = 60;

    private SealMark() {}

    /** The dialect whose seal a text is; absent when it is none. */
    static @Nullable String of(char[] text, int from, int to) {
        if (to - from < SHORTEST || text[from] != 't' && text[from] != 'd') {
            return null;
        }
        return of(new String(text, from, Math.min(to - from, LONGEST_NAME)));
    }

    private static @Nullable String of(String text) {
        if (text.equals(SIGNATURE)) {
            return GeminiProviderDialect.NAME;
        }
        if (text.startsWith(ENCODED)) {
            byte[] start = decoded(text.substring(0, text.length() / 4 * 4));
            return of(new String(start, StandardCharsets.ISO_8859_1));
        }
        String plain = text.startsWith(CALL) ? text.substring(CALL.length()) : text;
        int end = plain.startsWith(WRAPPED) ? plain.indexOf(':', WRAPPED.length()) : -1;
        return end < 0 ? null : plain.substring(WRAPPED.length(), end);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** The dialect of the first seal in a tree; absent when there is none. */
    static @Nullable String of(JsonNode tree) {
        if (tree.isString()) {
            String text = tree.stringValue();
            return text.length() < SHORTEST ? null : of(text.substring(0, Math.min(text.length(), LONGEST_NAME)));
        }
        for (JsonNode part : tree) {
            String found = of(part);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}

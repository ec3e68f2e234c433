package io.tollgate.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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

    /** Whether a member of a message holds a seal, its own dialect's or another's. */
    static boolean isName(@Nullable String name) {
        return switch (name) {
            case "signature", "thoughtSignature", SIGNATURE, "encrypted_content", "data" -> true;
            case null, default -> false;
        };
    }

    /** Hashes of the seals in a tree, in their order. */
    static List<Long> hashes(JsonNode tree) {
        List<Long> hashes = new ArrayList<>();
        collect(tree, hashes);
        return hashes;
    }

    private static void collect(JsonNode tree, List<Long> hashes) {
        tree.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (value.isString() && isName(member.getKey()) && !isMedia(member.getKey(), tree)) {
                hashes.add(SealHash.of(value.stringValue()));
            }
        });
        for (JsonNode part : tree) {
            if (part.isContainer()) {
                collect(part, hashes);
            }
        }
    }

    /** Images have {@code data} as well, and a lot of it. */
    private static boolean isMedia(String name, JsonNode part) {
        return name.equals("data") && !part.path("type").asString("").equals("redacted_thinking");
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

package io.tollgate.proxy;

import io.tollgate.access.Refusal;
import io.tollgate.access.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the caller's key in a request: in one of a few headers or, where that is allowed, in the query; Gemini's own
 * clients may put it there always.
 */
final class KeyHeader {

    private static final String BEARER = "bearer ";
    private static final String[] PLAIN_HEADERS = {"x-api-key", "api-key", "x-goog-api-key"};
    private static final int LONGEST = 4_000;

    private final boolean queryKey;

    /** @param queryKey whether {@code ?api_key=} counts */
    KeyHeader(boolean queryKey) {
        this.queryKey = queryKey;
    }

    /**
     * The key.
     *
     * @throws RefusedException when there is none, or more than one
     */
    String read(HttpServletRequest request) throws RefusedException {
        String key = find(request);
        if (key == null) {
            throw new RefusedException(new Refusal.KeyMissing());
        }
        return key;
    }

    /** The key, if there is one. */
    @Nullable
    String find(HttpServletRequest request) throws RefusedException {
        Set<String> keys = new LinkedHashSet<>(2);
        Enumeration<String> values = request.getHeaders("Authorization");
        while (values.hasMoreElements()) {
            add(keys, withoutScheme(values.nextElement()));
        }
        for (String header : PLAIN_HEADERS) {
            values = request.getHeaders(header);
            while (values.hasMoreElements()) {
                add(keys, values.nextElement());
            }
        }
        if (request.getQueryString() != null) {
            if (queryKey) {
                fromQuery(request.getQueryString(), "api_key=", keys);
            }
            if (Faces.isGemini(request)) {
                fromQuery(request.getQueryString(), "key=", keys);
            }
        }
        if (keys.size() > 1) {
            throw new RefusedException(new Refusal.KeysDiffer());
        }
        return keys.isEmpty() ? null : keys.iterator().next();
    }

    private static void add(Set<String> keys, String value) throws RefusedException {
        String key = value.strip();
        if (key.length() > LONGEST) {
            throw new RefusedException(new Refusal.KeyInvalid());
        }
        if (!key.isEmpty()) {
            keys.add(key);
        }
    }

    private static String withoutScheme(String value) {
        String padded = value + " ";
        return padded.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? padded.substring(BEARER.length()) : value;
    }

    private static void fromQuery(String query, String name, Set<String> keys) throws RefusedException {
        for (String pair : query.split("&")) {
            if (pair.startsWith(name)) {
                add(keys, Paths.decode(pair.substring(name.length()).replace("+", "%20")));
            }
        }
    }
}

package io.tollgate.proxy;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The path of a request as it was sent. */
final class Paths {

    private Paths() {}

    /** The raw path behind the context path. */
    static String of(HttpServletRequest request) {
        String uri = request.getRequestURI();
        return uri.substring(Math.min(uri.length(), request.getContextPath().length()));
    }

    /** Whether nothing in the path could mean another path to somebody else. */
    static boolean isPlain(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return !lower.contains("..")
                && !lower.contains("//")
                && !lower.contains("%2e%2e")
                && !lower.contains("%00")
                && lower.indexOf(';') < 0
                && lower.indexOf('\\') < 0
                && !lower.contains("%5c");
    }

    /** A parameter of the query, decoded; the first of that name. */
    static @Nullable String query(HttpServletRequest request, String name) {
        String query = request.getQueryString();
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return decode(pair.substring(name.length() + 1).replace("+", "%20"));
            }
        }
        return null;
    }

    /** Percent-decoded; a plus sign is a plus sign. What is no valid encoding stays as it is. */
    static String decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }
}

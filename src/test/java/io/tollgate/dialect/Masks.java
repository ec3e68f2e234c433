package io.tollgate.dialect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Puts placeholders where two runs differ: made-up ids are numbered, and times are the same for all. */
final class Masks {

    private static final Pattern ID = Pattern.compile("\\b([A-Za-z]+[-_])?[0-9a-f]{24}\\b");
    private static final Pattern UUID =
            Pattern.compile("\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b");
    private static final Pattern SECONDS =
            Pattern.compile("\"(created|created_at|completed_at|expires_at)\"\\s*:\\s*[1-9][0-9]{6,}");
    private static final Pattern DATE =
            Pattern.compile("\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[^\"]*\"");
    private static final Pattern DURATION =
            Pattern.compile("\"((?:total|load|prompt_eval|eval)_duration)\"\\s*:\\s*[0-9]+");

    private Masks() {}

    /** A text with placeholders. */
    static String in(String text) {
        Map<String, String> ids = new HashMap<>();
        String masked = ID.matcher(text).replaceAll(found -> number(found, ids, prefix(found)));
        masked = UUID.matcher(masked).replaceAll(found -> number(found, ids, "uuid-"));
        masked = SECONDS.matcher(masked).replaceAll("\"$1\":0");
        masked = DURATION.matcher(masked).replaceAll("\"$1\":0");
        return DATE.matcher(masked).replaceAll("\"<time>\"");
    }

    private static String prefix(MatchResult found) {
        return found.group(1) == null ? "" : found.group(1);
    }

    private static String number(MatchResult found, Map<String, String> ids, String prefix) {
        return ids.computeIfAbsent(found.group(), id -> prefix + "<" + (ids.size() + 1) + ">");
    }

    static List<String> inLines(List<String> lines) {
        return lines.isEmpty() ? lines : List.of(in(String.join("\n", lines)).split("\n", -1));
    }
}

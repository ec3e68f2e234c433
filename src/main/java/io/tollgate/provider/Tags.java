package io.tollgate.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Short words that an operator gives to providers and deployments, and that a request may ask for. */
public final class Tags {

    /** Most characters of all tags of one thing. */
    public static final int LONGEST = 1_000;

    private static final Pattern TAG = Pattern.compile("[a-z0-9][a-z0-9._:-]{0,49}");
    private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");

    private Tags() {}

    /** Tags as they are typed: with commas or blanks between them, in either case; each once. */
    public static List<String> parse(@Nullable String typed) {
        return typed == null
                ? List.of()
                : Arrays.stream(BETWEEN.split(typed.strip().toLowerCase(Locale.ROOT)))
                        .filter(tag -> !tag.isEmpty())
                        .distinct()
                        .toList();
    }

    /** Whether each is a word of letters, digits, dots, dashes, colons and underscores, and all are short enough. */
    public static boolean areSound(List<String> tags) {
        return tags.stream().allMatch(tag -> TAG.matcher(tag).matches())
                && join(tags).length() <= LONGEST;
    }

    /** Tags as they are stored and shown. */
    public static String join(List<String> tags) {
        return String.join(",", tags);
    }
}

package io.tollgate.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a model's name says of how it thinks; one that says nothing is taken for an older one. */
record AnthropicModel(String name) {

    private static final Pattern VERSION = Pattern.compile("claude-[a-z]+-(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

    /**
     * Whether it thinks as much as it sees fit, told by an effort: since 4.7 a budget is refused, and so is any
     * temperature.
     */
    boolean isAdaptive() {
        return version() >= 407 || thinksAlways();
    }

    /** Whether it cannot be told not to think. */
    boolean thinksAlways() {
        return version() >= 505 || name.contains("claude-mythos") || name.contains("claude-fable");
    }

    /** Whether it is known to think within a budget only. */
    boolean needsBudget() {
        return version() > 0 && version() < 406 || name.contains("claude-3");
    }

    /** Major times a hundred, plus minor; 0 when the name does not say. */
    private int version() {
        Matcher version = VERSION.matcher(name);
        if (!version.find()) {
            return 0;
        }
        int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
        return Integer.parseInt(version.group(1)) * 100 + minor;
    }
}

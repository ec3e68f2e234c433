package io.tollgate.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a model's name says of what it takes; one that says nothing is taken for an older one. */
record AnthropicModel(String name) {

    private static final Pattern VERSION = Pattern.compile("claude-[a-z]+-(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

    /**
     * Whether it thinks as much as it sees fit, told by an effort: since 4.7 a budget is refused, and so is any
     * temperature.
     */
    boolean isAdaptive() {
        Matcher version = VERSION.matcher(name);
        if (!version.find()) {
            return name.contains("claude-mythos");
        }
        int major = Integer.parseInt(version.group(1));
        int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
        return major > 4 || major == 4 && minor >= 7;
    }
}

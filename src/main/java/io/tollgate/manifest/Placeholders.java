package io.tollgate.manifest;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/** Puts values of the environment where a settings file says <code>${VAR}</code> or <code>${VAR:-default}</code>. */
@Component
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}?");
    private static final Pattern INSIDE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);

    private final Function<String, @Nullable Object> values;

    Placeholders(ConfigurableEnvironment environment) {
        this.values = name -> lookUp(environment, name);
    }

    static boolean isIn(String text) {
        return text.contains("${");
    }

    /** A value as it stands: a secret that happens to hold a placeholder is not looked into. */
    private static @Nullable Object lookUp(ConfigurableEnvironment environment, String name) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            Object value = source.getProperty(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** @throws ManifestException when a variable is not set */
    String resolve(Spot at, String text) {
        if (!isIn(text)) {
            return text;
        }
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(value(at, matcher.group(), matcher.group(1))));
        }
        return matcher.appendTail(out).toString();
    }

    private String value(Spot at, String whole, String inside) {
        Matcher parts = INSIDE.matcher(inside);
        if (!whole.endsWith("}") || !parts.matches()) {
            throw at.error("a placeholder is written ${VAR} or ${VAR:-default}");
        }
        String name = parts.group(1);
        String fallback = parts.group(2);
        Object value = values.apply(name);
        if (value != null && !(fallback != null && value.toString().isEmpty())) {
            return value.toString();
        }
        if (fallback == null) {
            throw at.error("the environment variable " + name + " is not set: set it, or write ${" + name
                    + ":-default} to give a default");
        }
        return fallback;
    }
}

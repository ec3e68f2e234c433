package io.tollgate.browser;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** A language and a theme that a person may see the console in, and the console's words in that language. */
enum Look {
    EN_LIGHT("en", "light"),
    ZH_DARK("zh-CN", "dark"),
    EN_DARK("en", "dark"),
    ZH_LIGHT("zh-CN", "light");

    private final String language;
    private final String theme;
    private final List<ResourceBundle> words;

    Look(String language, String theme) {
        this.language = language;
        this.theme = theme;
        this.words = List.of(
                bundle("messages"),
                bundle("messages-pages"),
                bundle("messages-books"),
                bundle("messages-trace"),
                bundle("messages-alerts"),
                bundle("messages-providers"));
    }

    private ResourceBundle bundle(String name) {
        Control noFallback = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);
        return ResourceBundle.getBundle(name, Locale.forLanguageTag(language), noFallback);
    }

    String language() {
        return language;
    }

    String theme() {
        return theme;
    }

    /** Its name in file names and addresses. */
    String slug() {
        return language.toLowerCase(Locale.ROOT) + "-" + theme;
    }

    Look other() {
        return values()[(ordinal() + 1) % values().length];
    }

    /** What a message says, as the console says it. */
    String says(String key, Object... arguments) {
        String text = words.stream()
                .filter(bundle -> bundle.containsKey(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No message " + key))
                .getString(key);
        return arguments.length == 0
                ? text
                : new MessageFormat(text, Locale.forLanguageTag(language)).format(arguments);
    }
}

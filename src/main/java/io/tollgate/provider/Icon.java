package io.tollgate.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The picture of a kind of provider: a sign on a coloured tile. Pages draw it from the icon font and their own style
 * sheet, so that nothing a definition says is ever loaded.
 *
 * @param name of one that comes with the gateway; empty for initials made up for a definition
 * @param glyph of the icon font; empty where letters are shown
 * @param letters at most three; empty where a glyph is shown
 * @param tone one of {@link #TONES}
 */
public record Icon(String name, String glyph, String letters, String tone) {

    /** The colours that the style sheet knows. */
    public static final List<String> TONES =
            List.of("blue", "teal", "purple", "orange", "pink", "brown", "red", "slate", "ink");

    private static final Map<String, Icon> BUNDLED = load();

    private static Map<String, Icon> load() {
        try (InputStream file = Icon.class.getResourceAsStream("/provider-icons.json")) {
            if (file == null) {
                throw new IllegalStateException("The icons that come with the gateway are missing");
            }
            Map<String, Icon> icons = new LinkedHashMap<>();
            JsonMapper.builder().build().readTree(file).properties().forEach(entry -> {
                JsonNode sign = entry.getValue();
                icons.put(
                        entry.getKey(),
                        new Icon(
                                entry.getKey(),
                                sign.path("glyph").asString(""),
                                sign.path("letters").asString(""),
                                sign.path("tone").asString("")));
            });
            return icons;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of those that come with the gateway. */
    public static Set<String> names() {
        return Set.copyOf(BUNDLED.keySet());
    }

    /** One that comes with the gateway. */
    public static Optional<Icon> bundled(String name) {
        return Optional.ofNullable(BUNDLED.get(name));
    }

    /** The initials of a name, in a colour that depends on the name alone. */
    public static Icon monogram(String name) {
        return new Icon("", "", initials(name), TONES.get(Math.floorMod(name.hashCode(), TONES.size())));
    }

    private static String initials(String name) {
        String[] words = name.replaceAll("[^\\p{L}\\p{N}]+", " ").strip().split(" ", 3);
        String first = start(words[0], 2);
        if (first.isEmpty()) {
            return "?";
        }
        if (Character.isIdeographic(first.codePointAt(0))) {
            return start(first, 1);
        }
        return words.length > 1 ? start(first, 1) + start(words[1], 1) : first;
    }

    private static String start(String word, int letters) {
        return word.substring(0, word.offsetByCodePoints(0, Math.min(letters, word.codePointCount(0, word.length()))));
    }
}

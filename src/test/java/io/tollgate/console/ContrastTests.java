package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small text on colours of our own can be read by everybody: at least 4.5 to 1, as WCAG 2.1 AA has it. */
class ContrastTests {

    private static final double ENOUGH = 4.5;
    private static final String CARD_IN_THE_DARK = "#1f2937";
    private static final Pattern TONE = Pattern.compile("\\.tone-\\w+ \\{ background: (#\\w{6}); }");

    private static String styles() throws IOException {
        return Files.readString(Path.of("src/main/webapp/assets/console.css"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"blue", "azure", "purple", "red"})
    void badgesCanBeReadInTheDark(String colour) throws IOException {
        Matcher badge = Pattern.compile("\\[data-bs-theme=\"dark\"] \\.badge\\.bg-" + colour
                        + "-lt \\{ background: (#\\w{6}) !important; color: (#\\w{6}) !important; }")
                .matcher(styles());
        assertThat(badge.find()).isTrue();
        assertThat(contrast(badge.group(1), badge.group(2))).isGreaterThan(ENOUGH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\[data-bs-theme=\"dark\"] \\{ --tblr-link-color: ",
                "\\[data-bs-theme=\"dark\"] \\.btn-ghost-danger \\{ color: "
            })
    void linksCanBeReadOnACardInTheDark(String rule) throws IOException {
        Matcher link = Pattern.compile(rule + "(#\\w{6});").matcher(styles());
        assertThat(link.find()).isTrue();
        assertThat(contrast(CARD_IN_THE_DARK, link.group(1))).isGreaterThan(ENOUGH);
    }

    @Test
    void iconsCanBeReadInAnyTheme() throws IOException {
        List<String> tones =
                TONE.matcher(styles()).results().map(match -> match.group(1)).toList();
        assertThat(tones)
                .hasSize(9)
                .allSatisfy(tone -> assertThat(contrast(tone, "#ffffff")).isGreaterThan(ENOUGH));
    }

    private static double contrast(String one, String other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(String colour) {
        List<Double> parts = Pattern.compile("\\w\\w")
                .matcher(colour)
                .results()
                .map(MatchResult::group)
                .map(part -> linear(Integer.parseInt(part, 16) / 255.0))
                .toList();
        return 0.2126 * parts.get(0) + 0.7152 * parts.get(1) + 0.0722 * parts.get(2);
    }

    private static double linear(double part) {
        return part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}

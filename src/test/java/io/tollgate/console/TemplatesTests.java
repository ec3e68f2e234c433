package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates hold no text of their own, and nothing that the content security policy refuses. */
class TemplatesTests {

    private static final Path TEMPLATES = Path.of("src/main/webapp/WEB-INF/templates");

    /** The product's name, and the languages in their own words. */
    private static final Set<String> ALLOWED_TEXTS = Set.of("Tollgate", "EN", "中文");

    private static final Pattern TAG = Pattern.compile("<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", Pattern.DOTALL);
    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Pattern READ_ATTRIBUTE =
            Pattern.compile("\\s(title|alt|placeholder|aria-label|label)\\s*=\\s*(\"[^\"]+\"|'[^']+')");
    private static final Pattern INLINE = Pattern.compile(
            "\\s(style|th:style|th:styleappend|on\\w+|th:on\\w+|hx-on[\\w:-]*)\\s*=|javascript:|hx-vals\\s*=\\s*.js:");
    private static final Pattern FIXED_LINK =
            Pattern.compile("\\s(href|src|action|hx-get|hx-post)\\s*=\\s*[\"'](?!#)[^\"']");
    private static final Pattern INSERTION = Pattern.compile("\\sth:(replace|insert)\\s*=");
    private static final Pattern CONDITION = Pattern.compile("\\sth:(if|unless|switch|case)\\s*=");
    private static final Pattern SCRIPT = Pattern.compile("<script\\b[^>]*>");

    static Stream<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".html")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void holdsNoTextOfItsOwn(Path template) throws IOException {
        List<String> texts = TAG.splitAsStream(Files.readString(template))
                .map(String::strip)
                .filter(text -> LETTER.matcher(text).find())
                .filter(text -> !ALLOWED_TEXTS.contains(text))
                .toList();
        assertThat(texts).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void takesWhatIsReadAloudFromTheMessages(Path template) throws IOException {
        assertThat(matches(READ_ATTRIBUTE, template)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void holdsNoInlineStyleOrScript(Path template) throws IOException {
        assertThat(matches(INLINE, template)).isEmpty();
        assertThat(matches(SCRIPT, template))
                .allSatisfy(tag -> assertThat(tag).containsAnyOf("th:src=", "type=\"application/json\""));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void writesEveryLinkSoThatItKnowsTheContextPath(Path template) throws IOException {
        assertThat(matches(FIXED_LINK, template)).isEmpty();
    }

    /** A fragment is inserted before a condition on the same element is looked at. */
    @ParameterizedTest
    @MethodSource("templates")
    void asksBeforeItInsertsWhatMayNotBeThere(Path template) throws IOException {
        assertThat(matches(TAG, template))
                .noneMatch(tag ->
                        INSERTION.matcher(tag).find() && CONDITION.matcher(tag).find());
    }

    private static List<String> matches(Pattern pattern, Path template) throws IOException {
        return pattern.matcher(Files.readString(template))
                .results()
                .map(match -> match.group())
                .toList();
    }
}

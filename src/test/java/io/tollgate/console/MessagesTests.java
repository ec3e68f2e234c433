package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTests {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path TEMPLATES = Path.of("src/main/webapp/WEB-INF/templates");
    /** The code that speaks to people. */
    private static final List<Path> SPEAKING = List.of(
            TEMPLATES, Path.of("src/main/java/io/tollgate/console"), Path.of("src/main/java/io/tollgate/alert"));

    private static final String CHINESE = "_zh_CN";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)[,}]");
    private static final Pattern USED = Pattern.compile("#\\{([\\w.-]+)[}(]");
    /** A text in quotes that may be a key, or the beginning of one that ends with a word of the code's. */
    private static final Pattern QUOTED = Pattern.compile("[\"'][#{]?([A-Za-z][\\w-]*(?:\\.[\\w-]+)*\\.?)}?[\"']");
    /** Keys that a library makes up. */
    private static final List<String> MADE_UP = List.of("typeMismatch", "jakarta.validation.");

    private static final Set<String> NO_KEYS = Set.of("login.do");

    static Stream<String> basenames() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("messages") && name.endsWith(".properties"))
                    .map(name -> name.replace(CHINESE, "").replace(".properties", ""))
                    .distinct()
                    .toList()
                    .stream();
        }
    }

    @Test
    void everyBundleIsRead() throws IOException {
        assertThat(Files.readString(RESOURCES.resolve("application.yml"))
                        .lines()
                        .map(String::strip))
                .filteredOn(line -> line.startsWith("basename: "))
                .singleElement()
                .satisfies(
                        line -> assertThat(line.substring("basename: ".length()).split(","))
                                .containsExactlyInAnyOrderElementsOf(basenames().toList()));
    }

    @ParameterizedTest
    @MethodSource("basenames")
    void bothLanguagesHoldTheSameKeys(String basename) throws IOException {
        assertThat(load(basename + CHINESE).stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(load(basename).stringPropertyNames());
    }

    @ParameterizedTest
    @MethodSource("basenames")
    void bothLanguagesUseTheSamePlaceholders(String basename) throws IOException {
        Properties english = load(basename);
        Properties chinese = load(basename + CHINESE);
        for (String key : english.stringPropertyNames()) {
            assertThat(placeholders(chinese.getProperty(key)))
                    .as(key)
                    .isEqualTo(placeholders(english.getProperty(key)));
        }
    }

    @ParameterizedTest
    @MethodSource("basenames")
    void noTextIsEmptyAndNoKeyIsTwice(String basename) throws IOException {
        for (String name : List.of(basename, basename + CHINESE)) {
            assertThat(load(name).values())
                    .as(name)
                    .allSatisfy(text -> assertThat((String) text).isNotBlank());
            assertThat(keyLines(name)).as(name).doesNotHaveDuplicates();
        }
    }

    @Test
    void everyKeyThatIsNamedExists() throws IOException {
        Set<String> known = known();
        Set<String> subjects =
                known.stream().map(key -> key.replaceFirst("\\..*", "")).collect(Collectors.toSet());

        assertThat(known).containsAll(found(USED, List.of(TEMPLATES)));
        assertThat(found(QUOTED, SPEAKING))
                .filteredOn(text -> text.contains(".") && !text.endsWith(".") && !NO_KEYS.contains(text))
                .filteredOn(text -> subjects.contains(text.substring(0, text.indexOf('.'))))
                .isSubsetOf(known);
    }

    @Test
    void everyKeyIsNamed() throws IOException {
        Set<String> named = found(USED, SPEAKING);
        named.addAll(found(QUOTED, SPEAKING));
        List<String> beginnings =
                named.stream().filter(text -> text.endsWith(".")).toList();

        assertThat(known())
                .filteredOn(key -> !named.contains(key) && MADE_UP.stream().noneMatch(key::startsWith))
                .filteredOn(key -> beginnings.stream().noneMatch(key::startsWith))
                .isEmpty();
    }

    private static Set<String> known() throws IOException {
        Set<String> known = new TreeSet<>();
        for (String basename : basenames().toList()) {
            known.addAll(load(basename).stringPropertyNames());
        }
        return known;
    }

    private static Set<String> found(Pattern pattern, List<Path> folders) throws IOException {
        Set<String> texts = new TreeSet<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    pattern.matcher(Files.readString(file))
                            .results()
                            .map(match -> match.group(1))
                            .forEach(texts::add);
                }
            }
        }
        return texts;
    }

    private static List<String> keyLines(String name) throws IOException {
        List<String> keys = new ArrayList<>();
        for (String line : Files.readAllLines(RESOURCES.resolve(name + ".properties"))) {
            if (!line.isBlank() && !line.startsWith("#") && line.contains("=")) {
                keys.add(line.substring(0, line.indexOf('=')).strip());
            }
        }
        return keys;
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties load(String name) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve(name + ".properties"), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}

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
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)[,}]");
    private static final Pattern USED = Pattern.compile("#\\{([\\w.-]+)[}(]");

    static Stream<String> basenames() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("messages") && name.endsWith("_zh_CN.properties"))
                    .map(name -> name.substring(0, name.indexOf("_zh_CN")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("basenames")
    void bothLanguagesHoldTheSameKeys(String basename) throws IOException {
        assertThat(load(basename + "_zh_CN").stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(load(basename).stringPropertyNames());
    }

    @ParameterizedTest
    @MethodSource("basenames")
    void bothLanguagesUseTheSamePlaceholders(String basename) throws IOException {
        Properties english = load(basename);
        Properties chinese = load(basename + "_zh_CN");
        for (String key : english.stringPropertyNames()) {
            assertThat(placeholders(chinese.getProperty(key)))
                    .as(key)
                    .isEqualTo(placeholders(english.getProperty(key)));
        }
    }

    @ParameterizedTest
    @MethodSource("basenames")
    void noTextIsEmptyAndNoKeyIsTwice(String basename) throws IOException {
        for (String name : List.of(basename, basename + "_zh_CN")) {
            assertThat(load(name).values())
                    .as(name)
                    .allSatisfy(text -> assertThat((String) text).isNotBlank());
            assertThat(keyLines(name)).as(name).doesNotHaveDuplicates();
        }
    }

    @Test
    void everyKeyThatATemplateNamesExists() throws IOException {
        Set<String> known = new TreeSet<>();
        for (String basename : basenames().toList()) {
            known.addAll(load(basename).stringPropertyNames());
        }
        assertThat(known).containsAll(usedKeys());
    }

    private static Set<String> usedKeys() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            Set<String> keys = new TreeSet<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                USED.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group(1))
                        .forEach(keys::add);
            }
            return keys;
        }
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

package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each definition that comes with the gateway is whole: nothing about it is missing, doubtful or twice there. */
class BundledPresetsTests {

    private static final Path DIRECTORY = Path.of("src/main/resources/presets");
    private static final Path STYLES = Path.of("src/main/webapp/assets/console.css");

    /** Those that nobody's documentation describes. */
    private static final Set<String> OWN = Set.of("demo.json", "conversation.json");

    private static final Set<String> MANY_MODELS =
            Set.of("openai", "responses", "azure", "azure-v1", "anthropic", "gemini", "bedrock", "qwen", "openrouter");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isWhole(Path file) throws IOException {
        Remarks remarks = new Remarks();

        Preset preset = PresetReader.read(Files.readString(file), remarks);

        assertThat(remarks.all()).isEmpty();
        assertThat(file).hasFileName(preset.id() + ".json");
        assertThat(preset.icon()).isEqualTo(Icon.bundled(preset.icon().name()).orElseThrow());
        AddressRules rules = new AddressRules(List.of("127.0.0.0/8"));
        assertThat(rules.check(BaseUrl.parse(preset.baseUrl(), preset.version())))
                .isEmpty();
        if (!OWN.contains(file.getFileName().toString())) {
            assertThat(preset.documentation()).startsWith("https://");
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void listsItsModelsOrSaysThatTheProviderDoes(Path file) throws IOException {
        JsonNode tree = JsonMapper.builder().build().readTree(Files.readString(file));
        Preset preset = PresetReader.read(Files.readString(file), new Remarks());

        assertThat(tree.has("models")).isNotEqualTo(tree.has("models_from"));
        assertThat(preset.models().isEmpty()).isEqualTo(tree.has("models_from"));
        assertThat(preset.models()).hasSize(tree.path("models").size()).allSatisfy(model -> {
            assertThat(model.displayName()).isNotBlank();
            assertThat(model.can(Capability.CHAT, false)).isNotEqualTo(model.can(Capability.EMBEDDINGS, false));
        });
        if (MANY_MODELS.contains(preset.id())) {
            assertThat(preset.models()).hasSizeGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void drawsEveryIconFromTheFontAndTheStyles() throws IOException {
        String styles = Files.readString(STYLES);
        assertThat(Icon.names()).hasSizeGreaterThan(20).allSatisfy(name -> {
            Icon icon = Icon.bundled(name).orElseThrow();
            assertThat(name).matches("[a-z-]+");
            assertThat(icon.glyph()).matches("[a-z0-9-]*");
            assertThat(icon.letters()).matches("[A-Za-z]{0,3}");
            assertThat(icon.glyph().isEmpty()).isNotEqualTo(icon.letters().isEmpty());
            assertThat(Icon.TONES).contains(icon.tone());
        });
        assertThat(Icon.TONES).allSatisfy(tone -> assertThat(styles).contains(".tone-" + tone + " {"));
    }

    @Test
    void findsEveryGlyphInTheFont() throws IOException {
        try (var font = getClass()
                .getClassLoader()
                .getResourceAsStream("static/vendor/bootstrap-icons/font/bootstrap-icons.min.css")) {
            assertThat(font).isNotNull();
            String glyphs = new String(font.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Icon.names()).allSatisfy(name -> {
                String glyph = Icon.bundled(name).orElseThrow().glyph();
                assertThat(glyphs).contains(glyph.isEmpty() ? "" : ".bi-" + glyph + ":");
            });
        }
    }
}

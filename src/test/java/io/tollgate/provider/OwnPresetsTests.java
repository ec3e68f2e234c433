package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.storage.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Definitions that somebody else wrote: careless, made for another program, or hostile. */
@ExtendWith(OutputCaptureExtension.class)
class OwnPresetsTests {

    private final Remarks remarks = new Remarks();

    private static String definition(String more) {
        return "{\"provider\":\"acme\",\"name\":\"Acme Cloud\",\"base_url\":\"https://acme.example\","
                + "\"auth_type\":\"bearer\"" + more + "}";
    }

    private Preset read(String more) {
        return PresetReader.read(definition(more), remarks);
    }

    @Test
    void namesAnIconThatComesWithTheGateway() {
        assertThat(read(",\"icon\":\"robot\"").icon().glyph()).isEqualTo("robot");
        assertThat(read("").icon()).isEqualTo(Icon.monogram("Acme Cloud"));
        assertThat(remarks.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../etc/passwd",
                "https://evil.example/pixel.png",
                "javascript:alert(1)",
                "openai\\\" onerror=\\\"alert(1)",
                "openai.svg",
                "brain",
                "\\u0000openai"
            })
    void showsInitialsInsteadOfAnyOtherIcon(String icon) {
        assertThat(read(",\"icon\":\"" + icon + "\"").icon()).isEqualTo(Icon.monogram("Acme Cloud"));
        assertThat(remarks.all()).singleElement().asString().startsWith("there is no icon '");
    }

    @Test
    void remarksUponAHugeIconInOneShortLine() {
        read(",\"icon\":\"data:image/png;base64," + "A".repeat(200_000) + "\\r\\nfaked log line\"");

        assertThat(remarks.all())
                .singleElement()
                .asString()
                .hasSizeLessThan(200)
                .doesNotContain("\n");
    }

    @Test
    void readsCapabilitiesInEveryFormThatIsAround() {
        Preset preset = read(",\"models\":["
                + "{\"name\":\"a\",\"capabilities\":[\"chat\",\"tools\"],\"context_window\":131072,\"max_output_tokens\":8192},"
                + "{\"name\":\"b\",\"display_name\":\"B\",\"capabilities\":{\"supports_chat\":true,"
                + "\"supports_function_calling\":false,\"context_window\":4096,\"max_tokens\":100}},"
                + "{\"name\":\"c\",\"capabilities\":{\"reasoning\":true,\"code_generation\":true,\"multimodal\":true,"
                + "\"context_length\":1000},\"limits\":{\"max_tokens\":50}}]");

        assertThat(preset.model("a").orElseThrow())
                .returns(131_072, Preset.KnownModel::contextWindow)
                .returns(8_192, Preset.KnownModel::maxOutput)
                .satisfies(
                        model -> assertThat(model.capabilities()).containsExactly(Capability.CHAT, Capability.TOOLS));
        assertThat(preset.model("b").orElseThrow())
                .returns(4_096, Preset.KnownModel::contextWindow)
                .returns(false, model -> model.can(Capability.TOOLS, true));
        assertThat(preset.model("c").orElseThrow())
                .returns(1_000, Preset.KnownModel::contextWindow)
                .returns(50, Preset.KnownModel::maxOutput);
        assertThat(remarks.all()).isEmpty();
    }

    @Test
    void readsPricesPerThousandOrPerMillion() {
        Preset preset = read(",\"models\":[{\"name\":\"a\",\"cost_per_1k_tokens\":{\"input\":0.03,\"output\":0.06}},"
                + "{\"name\":\"b\",\"pricing\":{\"input_price\":0.5,\"output_price\":1}}]");

        assertThat(preset.model("a").orElseThrow().input()).isEqualByComparingTo("30");
        assertThat(preset.model("a").orElseThrow().output()).isEqualByComparingTo("60");
        assertThat(preset.model("b").orElseThrow().input()).isEqualByComparingTo("0.5");
        assertThat(remarks.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",\"cost_per_request\":0.002,\"real_icon_url\":\"https://x\" | not used: 'cost_per_request', 'real_icon_url'",
                ",\"models\":[{\"name\":\"a\",\"limits\":{\"rpm_limit\":5}}] | 'models.limits.rpm_limit'",
                ",\"models\":[{\"name\":\"a\",\"performance\":{}}] | 'models.performance'",
                ",\"models\":[{\"name\":\"a\",\"capabilities\":{\"telepathy\":true}}] | 'telepathy' is not known",
                ",\"models\":[{\"name\":\"a\",\"capabilities\":{\"vision\":\"yes\"}}] | neither true nor false",
                ",\"models\":[{\"name\":\"a\",\"capabilities\":7}] | neither an object nor a list",
                ",\"models\":[{\"name\":\"a\"},{\"name\":\"a\"}] | there twice",
                ",\"models\":[{\"name\":\"a\",\"context_window\":-5}] | number of tokens",
                ",\"models\":[{\"name\":\"a\",\"context_window\":1e999}] | number of tokens",
                ",\"models\":[{\"name\":\"a\",\"pricing\":{\"input_price\":-1}}] | not a price",
                ",\"models\":[{\"name\":\"a\",\"pricing\":{\"input_price\":1e999999}}] | not a price",
                ",\"models\":[{\"name\":\"a\",\"pricing\":{\"input_price\":8,\"currency\":\"CNY\"}}] | not in US dollars",
                ",\"endpoints\":[\"/v1/chat/completions\",\"/rerank\"] | endpoint '/rerank' is not used",
                ",\"documentation\":\"javascript:alert(1)\" | not an https link",
            })
    void remarksUponWhatItDoesNotUse(String member, String remark) {
        Preset preset = read(member);

        assertThat(preset.id()).isEqualTo("acme");
        assertThat(preset.documentation()).isEmpty();
        assertThat(remarks.all()).singleElement().asString().contains(remark);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",\"icon\":{\"src\":\"x\"} | 'icon' must be text",
                ",\"models\":\"gpt\" | 'models' must be a list",
                ",\"models\":[\"gpt\"] | list of objects",
                ",\"models\":[{}] | 'name' is missing",
                ",\"models\":[{\"name\":5}] | 'models.name' must be text",
                ",\"models\":[{\"name\":\"a\\u0007b\"}] | 'models.name' holds characters",
                ",\"models\":[{\"name\":\"a\",\"pricing\":3}] | 'models.pricing' must be an object",
                ",\"models_from\":\"elsewhere\" | 'models_from'",
                ",\"headers\":[] | 'headers' must be an object",
                ",\"headers\":{\"X\":5} | 'headers.X' must be text",
                ",\"options\":[7] | list of objects",
                ",\"response_format\":\"anthropic\" | a provider answers as it is asked",
                ",\"base_url\":\"file:///etc/passwd\" | 'base_url'",
                ",\"auth_type\":\"magic\" | 'auth_type' is bearer",
            })
    void refusesWrongTypesAndContradictions(String member, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(member)).withMessageContaining(message);
    }

    @Test
    void refusesWhatIsTooMuch() {
        String model = "{\"name\":\"m\"},";
        for (String member : List.of(
                ",\"models\":[" + model.repeat(1_001) + "{\"name\":\"m\"}]",
                ",\"display_name\":\"" + "x".repeat(101) + "\"",
                ",\"models\":[{\"name\":\"" + "x".repeat(201) + "\"}]",
                ",\"models\":" + "[".repeat(5_000) + "]".repeat(5_000))) {
            assertThatIllegalArgumentException().isThrownBy(() -> read(member));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PresetReader.read("[]", remarks))
                .withMessageContaining("not a JSON object");
    }

    @Test
    void reportsWhatOfAFileIsNotUsed(@TempDir Path home, CapturedOutput output) throws IOException {
        Path own = Files.createDirectories(home.resolve("providers"));
        Files.writeString(own.resolve("acme.json"), definition(",\"cost_per_request\":0.002"));

        Presets presets = new Presets(DataDirectory.open(home));

        assertThat(presets.find("acme")).isPresent();
        assertThat(output).contains("acme.json is used, but these members are not used: 'cost_per_request'");
    }

    @ParameterizedTest
    @CsvSource({"Acme Cloud, AC", "acme, ac", "智谱 AI, 智", "'!!!', ?", "X, X", "'<b>', b", "𠮷野家, 𠮷"})
    void makesInitials(String name, String letters) {
        Icon icon = Icon.monogram(name);

        assertThat(icon.letters()).isEqualTo(letters);
        assertThat(Icon.TONES).contains(icon.tone());
        assertThat(icon).isEqualTo(Icon.monogram(name));
    }
}

package io.tollgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.chat.Operation;
import io.tollgate.dialect.Body;
import io.tollgate.dialect.ProviderRequest;
import io.tollgate.dialect.Quirk;
import io.tollgate.storage.DataDirectory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PresetsTests {

    private static final String ANTHROPIC = """
            {"provider": "anthropic", "name": "anthropic", "display_name": "Anthropic Claude", "icon": "brain",
             "base_url": "https://api.anthropic.com", "auth_type": "header",
             "request_format": "anthropic", "response_format": "anthropic", "cost_per_request": 0.003,
             "endpoints": ["/v1/messages"],
             "headers": {"x-api-key": "{{api_key}}", "anthropic-version": "2023-06-01",
                         "Content-Type": "application/json"},
             "models": [{"name": "claude-3-haiku-20240307", "display_name": "Claude 3 Haiku",
                         "capabilities": {"vision": true, "reasoning": false},
                         "pricing": {"input_price": 0.00025, "output_price": 0.00125, "currency": "USD",
                                     "billing_unit": "1K tokens"}}],
             "website": "https://www.anthropic.com"}""";

    private static String definition(String more) {
        return "{\"provider\":\"acme\",\"name\":\"Acme\",\"base_url\":\"https://acme.example\",\"auth_type\":\"bearer\""
                + more + "}";
    }

    private static Preset read(String json) {
        return PresetReader.read(json, new Remarks());
    }

    private static ProviderRequest request(String model) {
        return ProviderRequest.json(Operation.CHAT, "/chat/completions", model, Body.of("{}"), false);
    }

    @Test
    void readsADefinitionAsEarlierProxiesWroteIt() {
        Preset preset = read(ANTHROPIC);

        assertThat(preset.dialect()).isEqualTo("anthropic");
        assertThat(preset.name()).isEqualTo("Anthropic Claude");
        assertThat(preset.headers())
                .containsOnly(Map.entry("x-api-key", "{{api_key}}"), Map.entry("anthropic-version", "2023-06-01"));
        Preset.KnownModel model = preset.models().getFirst();
        assertThat(model.capabilities()).containsExactly(Capability.VISION);
        assertThat(model.input()).isEqualByComparingTo(new BigDecimal("0.25"));
        assertThat(model.output()).isEqualByComparingTo(new BigDecimal("1.25"));
    }

    @Test
    void readsAnEndpointWithADeploymentInIt() {
        Preset preset = read(definition(
                ",\"endpoints\":[\"/openai/deployments/{deployment-name}/chat/completions\"],\"base_version\":\"\""));

        assertThat(preset.profile(Map.of()).pathOf(request("my dep")))
                .isEqualTo("/openai/deployments/my%20dep/chat/completions");
    }

    @Test
    void fillsOptions() {
        Preset preset =
                read(definition(",\"query\":\"v={version}\",\"options\":[{\"name\":\"version\",\"default\":\"1\"}],"
                        + "\"headers\":{\"X-V\":\"{version}\"},\"quirks\":[\"max_tokens\"]"));

        Profile usual = preset.profile(Map.of());
        Profile set = preset.profile(Map.of("version", "2"));

        assertThat(usual.pathOf(request("m"))).isEqualTo("/chat/completions?v=1");
        assertThat(set.pathOf(request("m"))).isEqualTo("/chat/completions?v=2");
        assertThat(set.headers()).containsEntry("X-V", "2").containsEntry("Authorization", "Bearer {{api_key}}");
        assertThat(set.quirks()).containsExactly(Quirk.MAX_TOKENS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | not valid JSON",
                "{\"name\":\"x\"} | is missing",
                "{\"provider\":\"A B\",\"name\":\"x\",\"base_url\":\"https://h\",\"auth_type\":\"bearer\"} | 'provider'",
            })
    void saysWhatIsWrong(String json, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(json)).withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"request_format\":\"custom\" | known are anthropic",
                ",\"headers\":{\"Host\":\"evil\"} | not for a definition",
                ",\"headers\":{\"X\":\"a\\r\\nb: c\"} | characters",
                ",\"path\":\"/a b\" | 'path'",
                ",\"quirks\":[\"odd\"] | not known",
            })
    void saysWhatIsWrongWithAMember(String member, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(definition(member)))
                .withMessageContaining(message);
    }

    @Test
    void takesDefinitionsOfOnesOwnAndSkipsBadOnes(@TempDir Path home, CapturedOutput output) throws IOException {
        Path own = Files.createDirectories(home.resolve("providers"));
        Files.writeString(own.resolve("acme.json"), definition(""));
        Files.writeString(own.resolve("broken.json"), "{");
        Files.writeString(own.resolve("notes.txt"), "{");

        Presets presets = new Presets(DataDirectory.open(home));

        assertThat(presets.find("acme")).isPresent();
        assertThat(presets.ids()).contains("openai", "azure", "anthropic", "gemini", "ollama", "deepseek", "demo");
        assertThat(presets.all()).allSatisfy(preset -> BaseUrl.parse(preset.baseUrl(), preset.version()));
        assertThat(output).contains("broken.json", "not valid JSON").doesNotContain("notes.txt");
    }
}

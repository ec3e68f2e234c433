package io.tollgate.console;

import static io.tollgate.console.Desk.idOf;
import static io.tollgate.console.Desk.name;
import static io.tollgate.console.Desk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.provider.Credential;
import io.tollgate.provider.Credentials;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.routing.Deployments;
import io.tollgate.storage.Source;
import io.tollgate.vault.Vault;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@PageTest
class ProvidersControllerTests {

    private static final String SECRET = "sk-upstream-0123456789-wxyz";

    @Autowired
    private Desk desk;

    @Autowired
    private Providers providers;

    @Autowired
    private Credentials credentials;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Vault vault;

    @Test
    void addsAProviderAndKeepsItsKeyEncrypted() {
        UUID id = create("https://api.example.com");

        Credential credential = live(id).getFirst();
        assertThat(provider(id).getBaseUrl()).hasToString("https://api.example.com/v1");
        assertThat(credential.getCiphertext()).doesNotContain("upstream");
        assertThat(secret(id, credential)).isEqualTo(SECRET);
        assertThat(desk.open("/providers/" + id))
                .hasStatusOk()
                .bodyText()
                .contains("••••wxyz")
                .doesNotContain(SECRET);
        assertThat(desk.open("/providers"))
                .hasStatusOk()
                .bodyText()
                .contains(provider(id).getName());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://example.com | Start with https://",
                "https://user:pw@example.com | Leave out the user name and the password",
                "https://example.com/?key=1 | Leave out the query",
                "https://10.1.2.3 | tollgate.provider.private-networks",
                "https://169.254.169.254 | never called",
                "http://example.com | Use https",
                "'' | Fill this in."
            })
    void saysWhatIsWrongWithABaseUrl(String baseUrl, String message) {
        MvcTestResult answer = desk.send("/providers", "name", name("wrong"), "baseUrl", baseUrl, "secret", SECRET);

        assertThat(answer).hasStatusOk().bodyText().contains(message).doesNotContain(SECRET);
    }

    @Test
    void addsAProviderOfAKindWithOptions() {
        MvcTestResult answer = desk.send(
                "/providers",
                "name",
                name("azure"),
                "preset",
                "azure",
                "options[api-version]",
                " 2025-01-01 ",
                "baseUrl",
                "https://eu.openai.azure.com/",
                "secret",
                SECRET);

        Provider made = provider(idOf(answer));
        assertThat(made)
                .returns("azure", Provider::getPreset)
                .returns("openai", Provider::getDialect)
                .returns(Map.of("api-version", "2025-01-01"), Provider::getOptions);
        assertThat(made.getBaseUrl()).hasToString("https://eu.openai.azure.com");
        assertThat(desk.open("/providers/" + made.getId())).bodyText().contains("Azure OpenAI", "2025-01-01");
        assertThat(desk.open("/providers")).bodyText().contains("Azure OpenAI");
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, a, 1, no such kind",
        "demo, a, 1, no such kind",
        "azure, secret-door, 1, option secret-door",
        "azure, api-version, a b, option api-version"
    })
    void refusesAKindOrAnOptionThatIsNone(String preset, String option, String value, String message) {
        MvcTestResult answer = desk.send(
                "/providers",
                "name",
                name("odd"),
                "preset",
                preset,
                "options[" + option + "]",
                value,
                "baseUrl",
                "https://a.example",
                "secret",
                SECRET);

        assertThat(answer).hasStatusOk().bodyText().contains(message).doesNotContain(SECRET);
    }

    @Test
    void showsTheFormOfTheChosenKind() {
        assertThat(desk.open("/providers/new?preset=anthropic"))
                .hasStatusOk()
                .bodyText()
                .contains("name=\"preset\" value=\"anthropic\"", "value=\"https://api.anthropic.com/v1\"")
                .contains("x-api-key: ••••");
        assertThat(desk.open("/providers/new?preset=nonsense"))
                .hasStatusOk()
                .bodyText()
                .contains("name=\"preset\" value=\"openai\"");
    }

    @Test
    void becomesAnotherKindOnTheSameHostAndKeepsItsCredential() {
        UUID id = create("https://kind.example");

        assertThat(desk.open("/providers/" + id + "/edit?preset=responses"))
                .bodyText()
                .contains("name=\"preset\" value=\"responses\"", provider(id).getName());
        MvcTestResult answer = desk.send(
                "/providers/" + id,
                "name",
                provider(id).getName(),
                "preset",
                "responses",
                "baseUrl",
                "https://kind.example/v1");

        assertThat(desk.follow(answer)).bodyText().contains("Saved.");
        assertThat(provider(id).getDialect()).isEqualTo("responses");
        assertThat(secret(id, live(id).getFirst())).isEqualTo(SECRET);
    }

    @Test
    void saysWhatIsWrongWithTheRest() {
        Provider other = desk.provider(Source.CONSOLE, "https://api.example.com");

        MvcTestResult answer = desk.send(
                "/providers",
                "name",
                other.getName(),
                "baseUrl",
                "https://a.example",
                "secret",
                "two words",
                "proxy",
                "socks://x",
                "caPem",
                "nonsense",
                "timeouts.connectMs",
                "0",
                "check.seconds",
                "0",
                "check.path",
                "up");

        assertThat(answer)
                .hasStatusOk()
                .bodyText()
                .contains(
                        "This name is in use",
                        "holds spaces",
                        "http://host:port, without",
                        "no valid certificate",
                        "greater than or equal to 1",
                        "Begin with a slash");
        assertThat(providers.findByLiveName(other.getName())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://my_proxy:3128", "http://p:99999", "http://a..b:80"})
    void takesNoProxyThatCannotBeCalled(String proxy) {
        MvcTestResult answer = desk.send(
                "/providers",
                "name",
                "Behind " + proxy.hashCode(),
                "baseUrl",
                "https://a.example",
                "secret",
                "sk-good-enough-for-this",
                "proxy",
                proxy);

        assertThat(answer).hasStatusOk().bodyText().contains("http://host:port, without");
        assertThat(providers.findByLiveName("Behind " + proxy.hashCode())).isEmpty();
    }

    @Test
    void takesNoNameOfSeveralLines() {
        assertThat(desk.send("/providers", "name", "two\nlines", "baseUrl", "https://a.example"))
                .hasStatusOk()
                .bodyText()
                .contains("holds characters that cannot be shown");
        assertThat(desk.send(
                        "/providers", "name", name("one"), "baseUrl", "https://a.example", "credential", "two\nlines"))
                .hasStatusOk()
                .bodyText()
                .contains("holds characters that cannot be shown")
                .doesNotContain("Type it again");
        assertThat(desk.send("/providers", "name", name("one"), "baseUrl", "ftp://a.example", "secret", "sk-lost"))
                .bodyText()
                .contains("Type it again")
                .doesNotContain("sk-lost");
    }

    @Test
    void saysWhatCannotBeReadAndKeepsTheRest() {
        MvcTestResult answer = desk.send(
                "/providers", "name", "kept as typed", "baseUrl", "https://a.example", "timeouts.connectMs", "soon");

        assertThat(answer)
                .hasStatusOk()
                .bodyText()
                .contains("Write a whole number.", "kept as typed", "value=\"soon\"");
    }

    @Test
    void doesNotMoveToAnotherHostWithoutTheCredential() {
        UUID id = create("https://old.example");
        String name = provider(id).getName();

        MvcTestResult answer = desk.send("/providers/" + id, "name", name("renamed"), "baseUrl", "https://new.example");

        assertThat(answer).hasStatusOk().bodyText().contains("type the key for it");
        assertThat(provider(id).getBaseUrl()).hasToString("https://old.example/v1");
        assertThat(provider(id).getName()).isEqualTo(name);
        assertThat(live(id)).hasSize(1);
    }

    @Test
    void movesToAnotherHostWithANewCredential() {
        UUID id = create("https://old.example");

        MvcTestResult answer = desk.send(
                "/providers/" + id,
                "name",
                provider(id).getName(),
                "baseUrl",
                "https://new.example",
                "secret",
                "sk-for-the-new-host");

        assertThat(desk.follow(answer)).bodyText().contains("The provider has moved");
        assertThat(provider(id).getBaseUrl()).hasToString("https://new.example/v1");
        assertThat(live(id)).singleElement().satisfies(credential -> {
            assertThat(credential.getName()).isEqualTo("default");
            assertThat(secret(id, credential)).isEqualTo("sk-for-the-new-host");
        });
    }

    @Test
    void changesThePathOnTheSameHostAndKeepsTheCredentials() {
        UUID id = create("https://same.example");

        MvcTestResult answer = desk.send(
                "/providers/" + id,
                "name",
                provider(id).getName(),
                "baseUrl",
                "https://same.example/eu/v2",
                "proxy",
                "http://proxy.example:3128",
                "timeouts.idleMs",
                "5000",
                "check.seconds",
                "300",
                "check.path",
                "/up");

        assertThat(desk.follow(answer)).bodyText().contains("Saved.", "every 300 s: /up");
        assertThat(provider(id).getBaseUrl()).hasToString("https://same.example/eu/v2");
        assertThat(provider(id).getNetwork().proxy()).isEqualTo("http://proxy.example:3128");
        assertThat(provider(id).getNetwork().timeouts().idleMs()).isEqualTo(5_000);
        assertThat(secret(id, live(id).getFirst())).isEqualTo(SECRET);
    }

    @Test
    void aDeclaredProviderIsOnlySwitchedOffAndOn() {
        Provider declared = desk.provider(Source.FILE, "https://declared.example");
        String path = "/providers/" + declared.getId();

        assertThat(desk.open(path))
                .bodyText()
                .contains("Declared in the settings file")
                .doesNotContain(path + "/edit");
        assertThat(desk.follow(desk.send(path, "name", "other", "baseUrl", "https://declared.example")))
                .bodyText()
                .contains("change it there");
        desk.send(path + "/retire");
        desk.send(path + "/credentials", "name", "more", "secret", SECRET);
        desk.send(path + "/disable");

        assertThat(provider(declared.getId()).getName()).isEqualTo(declared.getName());
        assertThat(provider(declared.getId()).isRetired()).isFalse();
        assertThat(provider(declared.getId()).isDisabled()).isTrue();
        assertThat(live(declared.getId())).isEmpty();
        desk.send(path + "/enable");
        assertThat(provider(declared.getId()).isDisabled()).isFalse();
    }

    @Test
    void removesAProviderWithAllThatHangsOnIt() {
        UUID id = create("https://ending.example");
        desk.deployment(desk.model(Source.CONSOLE), provider(id), Source.CONSOLE);

        desk.send("/providers/" + id + "/retire");

        assertThat(provider(id).isRetired()).isTrue();
        assertThat(live(id)).isEmpty();
        assertThat(deployments.findByProviderIdAndRetiredAtIsNull(id)).isEmpty();
        assertThat(desk.open("/providers/" + id)).hasStatus(404);
    }

    @Test
    void aViewerLooksAndChangesNothing() {
        UUID id = create("https://viewed.example");

        assertThat(text(desk.openAsViewer("/providers/" + id)))
                .contains("https://viewed.example/v1")
                .doesNotContain("<button class=\"btn btn-primary\"", "/disable", "/credentials");
        assertThat(desk.sendAsViewer("/providers/" + id + "/disable")).hasStatus(403);
        assertThat(provider(id).isDisabled()).isFalse();
    }

    private UUID create(String baseUrl) {
        return idOf(
                desk.send("/providers", "name", name("account"), "baseUrl", baseUrl, "secret", " " + SECRET + "\n"));
    }

    private Provider provider(UUID id) {
        return providers.findById(id).orElseThrow();
    }

    private List<Credential> live(UUID id) {
        return credentials.findByProviderIdAndRetiredAtIsNullOrderByName(id);
    }

    private String secret(UUID id, Credential credential) {
        return vault.decrypt(id, provider(id).getBaseUrl().origin(), credential.getCiphertext())
                .reveal();
    }

    @Test
    void showsThePictureOfEachKind() {
        UUID id = idOf(desk.send(
                "/providers",
                "name",
                name("deep"),
                "preset",
                "deepseek",
                "baseUrl",
                "https://api.deepseek.com",
                "secret",
                "sk-1"));
        String picture = "<span class=\"provider-icon tone-blue\" aria-hidden=\"true\"><span>DS</span></span>";

        assertThat(desk.open("/providers")).bodyText().contains(picture);
        assertThat(desk.open("/providers/" + id)).bodyText().contains(picture);
        assertThat(desk.open("/providers/new?preset=deepseek"))
                .bodyText()
                .contains(picture, "bi-openai", "Known models (3): DeepSeek V4 Pro, ")
                .contains("Fetch the list from the provider.");
        assertThat(desk.openInChinese("/providers/new")).bodyText().contains("已知模型（", "请从供应商获取列表");
    }

    @Test
    void showsTheModelsThatTheKindIsKnownForUntilTheyAreServed() {
        UUID id = idOf(desk.send(
                "/providers",
                "name",
                name("deep"),
                "preset",
                "deepseek",
                "baseUrl",
                "https://api.deepseek.com",
                "secret",
                "sk-1"));

        assertThat(desk.open("/providers/" + id))
                .bodyText()
                .contains("value=\"deepseek-v4-pro\"", "1.05 M context", "393 K output at most", ">reasoning</span>");
        desk.send("/providers/" + id + "/models", "names", "deepseek-v4-pro");
        assertThat(desk.open("/providers/" + id))
                .bodyText()
                .contains("value=\"deepseek-v4-flash\"", ": 2 not served yet")
                .doesNotContain("name=\"names\" value=\"deepseek-v4-pro\"");
        assertThat(desk.open("/models")).bodyText().contains(">tools</span>").doesNotContain(">chat</span>");
        assertThat(desk.openInChinese("/models")).bodyText().contains(">工具</span>");
    }
}

package io.tollgate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tollgate.access.VirtualKey;
import io.tollgate.catalog.LiveCatalog;
import io.tollgate.chat.Usage;
import io.tollgate.console.FirstSetup.Progress;
import io.tollgate.provider.AddressRules;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Presets;
import io.tollgate.provider.Provider;
import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderFailure;
import io.tollgate.provider.ProviderProbe;
import io.tollgate.provider.Trial;
import io.tollgate.provider.TrialReport;
import io.tollgate.routing.Model;
import io.tollgate.storage.DataDirectory;
import io.tollgate.storage.Source;
import io.tollgate.usage.AccountingException;
import io.tollgate.vault.Secret;
import io.tollgate.vault.Vault;
import io.tollgate.vault.VaultState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ConsoleTest(SetupController.class)
@Import({ProviderChecks.class, ProviderKinds.class, SetupControllerTests.Bundled.class})
class SetupControllerTests {

    private static final BaseUrl BASE_URL = BaseUrl.parse("https://h/v1");

    private final Provider provider =
            new Provider(UUID.randomUUID(), "main", "openai", BASE_URL, Source.CONSOLE, People.NOW);
    private final Model model = new Model(UUID.randomUUID(), "small", Source.CONSOLE, People.NOW);
    private final VirtualKey key =
            new VirtualKey(UUID.randomUUID(), UUID.randomUUID(), "nightly", "tg_x", "hash", Source.CONSOLE, People.NOW);

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private People people;

    @MockitoBean
    private FirstSetup setup;

    @MockitoBean
    private LiveCatalog catalog;

    @MockitoBean
    private Vault vault;

    @MockitoBean
    private ProviderProbe probe;

    @MockitoBean
    private ProviderTest test;

    @MockitoBean
    private AddressRules addresses;

    @BeforeEach
    void empty() {
        when(vault.state()).thenReturn(new VaultState.Open("k1"));
        when(setup.progress()).thenReturn(new Progress(null, null, null));
    }

    @Test
    void asksForAProviderFirst() {
        assertThat(mvc.get().uri("/setup").with(people.admin()))
                .hasStatusOk()
                .bodyText()
                .contains("action=\"/setup/provider\"", "https://api.openai.com/v1")
                .doesNotContain("action=\"/setup/model\"");
    }

    @Test
    void takesNoCredentialWhileSealed() {
        when(vault.state()).thenReturn(new VaultState.Sealed("The key file is missing."));
        assertThat(mvc.get().uri("/setup").with(people.admin()))
                .bodyText()
                .contains("The vault is sealed")
                .doesNotContain("action=\"/setup/provider\"");
    }

    @Test
    void addsAProvider() {
        assertThat(post("/setup/provider")
                        .param("name", "main")
                        .param("baseUrl", "https://h")
                        .param("secret", "sk-1"))
                .hasRedirectedUrl("/setup");
        verify(setup).addProvider(eq("main"), argThat(reach -> reach.baseUrl().equals(BASE_URL)), any(Secret.class));
        verify(catalog).publish();
    }

    @Test
    void takesAProviderBackThatDoesNotAnswer() throws ProviderException {
        UUID id = provider.getId();
        when(setup.addProvider(any(), any(), any())).thenReturn(id);
        when(probe.models(id)).thenThrow(new ProviderException(new ProviderFailure.Unauthorized(401)));
        assertThat(post("/setup/provider")
                        .param("name", "main")
                        .param("baseUrl", "https://h")
                        .param("secret", "sk-1"))
                .hasStatusOk()
                .bodyText()
                .contains("refuses the credential: check", "Type it again", "name=\"anyway\"");
        verify(setup).dropProvider(id);
        assertThat(post("/setup/provider")
                        .header("Accept-Language", "zh-CN")
                        .param("name", "main")
                        .param("baseUrl", "https://h")
                        .param("secret", "sk-1"))
                .bodyText()
                .contains("供应商拒绝了该凭据");
    }

    @Test
    void keepsAProviderThatDoesNotAnswerWhenTold() throws ProviderException {
        UUID id = provider.getId();
        when(setup.addProvider(any(), any(), any())).thenReturn(id);
        when(probe.models(id)).thenThrow(new ProviderException(new ProviderFailure.Unauthorized(401)));
        assertThat(post("/setup/provider")
                        .param("name", "main")
                        .param("baseUrl", "https://h")
                        .param("secret", "sk-1")
                        .param("anyway", "true"))
                .hasRedirectedUrl("/setup");
        verify(setup, never()).dropProvider(id);
        verify(catalog).publish();
    }

    @Test
    void offersTheProvidersModels() throws ProviderException {
        when(setup.progress()).thenReturn(new Progress(provider, null, null));
        when(probe.models(provider.getId())).thenReturn(List.of("gpt-4o", "gpt-4o-mini"));
        assertThat(mvc.get().uri("/setup/models").with(people.admin()))
                .bodyText()
                .contains("<option value=\"gpt-4o\" label=\"GPT-4o\">", "<option value=\"gpt-4o-mini\"");
    }

    @Test
    void addsNoModelThatDoesNotAnswer() {
        when(setup.progress()).thenReturn(new Progress(provider, null, null));
        when(test.run(provider.getId(), "gpt-9"))
                .thenReturn(result("", new ProviderFailure.TimedOut(ProviderFailure.Phase.FIRST_BYTE)));
        assertThat(post("/setup/model").param("providerModel", "gpt-9").param("name", ""))
                .hasStatusOk()
                .bodyText()
                .contains("did not answer in time", "name=\"anyway\"");
        verify(setup, never()).addModel(any(), any(), any());
    }

    @Test
    void saysWhatIsWrongAndDoesNotRepeatTheCredential() {
        assertThat(post("/setup/provider")
                        .param("name", "main")
                        .param("baseUrl", "ftp://h")
                        .param("secret", "sk-1"))
                .hasStatusOk()
                .bodyText()
                .contains("Start with https:// or http://")
                .doesNotContain("sk-1");
        verify(setup, never()).addProvider(any(), any(), any());
    }

    @Test
    void checksTheCredentialAndTheNamesAsTheirOwnFormsDo() {
        assertThat(post("/setup/provider")
                        .param("name", "main\u0007")
                        .param("baseUrl", "https://h")
                        .param("secret", "sk 1"))
                .hasStatusOk()
                .bodyText()
                .contains("holds characters that cannot be shown", "The key holds spaces")
                .doesNotContain("sk 1");
        assertThat(post("/setup/provider").param("baseUrl", "https://h"))
                .bodyText()
                .contains("Fill this in.");
        verify(setup, never()).addProvider(any(), any(), any());

        when(setup.progress()).thenReturn(new Progress(provider, model, null));
        assertThat(post("/setup/key").param("team", "se\u0007arch").param("key", "nightly"))
                .bodyText()
                .contains("holds characters that cannot be shown");
        assertThat(post("/setup/key").param("team", "search").param("key", "night\u0007ly"))
                .bodyText()
                .contains("holds characters that cannot be shown");
        verify(setup, never()).addKey(any(), any());
    }

    @Test
    void saysHowAnAddressOfOnesOwnNetworkIsAllowed() {
        when(addresses.check(any())).thenReturn(Optional.of(AddressRules.Problem.PRIVATE));

        assertThat(post("/setup/provider")
                        .param("name", "main")
                        .param("baseUrl", "http://127.0.0.1:8000")
                        .param("secret", "sk-1"))
                .hasStatusOk()
                .bodyText()
                .contains("tollgate.provider.private-networks")
                .doesNotContain("does not answer", "sk-1");
        verify(setup, never()).addProvider(any(), any(), any());
    }

    @Test
    void refusesANameThatIsTaken() {
        when(setup.isProviderTaken("main")).thenReturn(true);
        assertThat(post("/setup/provider")
                        .param("name", "main")
                        .param("baseUrl", "https://h")
                        .param("secret", "sk-1"))
                .bodyText()
                .contains("This name is taken.");
        verify(setup, never()).addProvider(any(), any(), any());
    }

    @Test
    void addsAModelUnderTheProvidersName() {
        when(test.run(provider.getId(), "gpt-4o")).thenReturn(result("ready", null));
        when(setup.progress()).thenReturn(new Progress(provider, null, null));
        assertThat(post("/setup/model").param("providerModel", " gpt-4o ").param("name", ""))
                .hasRedirectedUrl("/setup");
        verify(setup).addModel("gpt-4o", provider.getId(), "gpt-4o");
    }

    @Test
    void showsTheKeyOnceWithACallThatUsesIt() {
        when(setup.progress()).thenReturn(new Progress(provider, model, null), new Progress(provider, model, key));
        when(setup.addKey("search", "nightly")).thenReturn(Secret.of("tg_secret"));
        assertThat(post("/setup/key").param("team", "search").param("key", "nightly"))
                .hasStatusOk()
                .bodyText()
                .contains("value=\"tg_secret\"", "Bearer tg_secret", "&quot;model&quot;: &quot;small&quot;");
        assertThat(mvc.get().uri("/setup").with(people.admin())).bodyText().doesNotContain("tg_secret");
    }

    @Test
    void aFormOfAnotherStepLeadsToTheOneThatIsDue() {
        when(setup.progress()).thenReturn(new Progress(provider, null, null));
        assertThat(post("/setup/provider").param("name", "").param("baseUrl", "https://h"))
                .hasRedirectedUrl("/setup");
        assertThat(post("/setup/key").param("team", "search").param("key", "nightly"))
                .hasRedirectedUrl("/setup");
        when(setup.progress()).thenReturn(new Progress(provider, model, key));
        assertThat(post("/setup/model").param("providerModel", "gpt-4o")).hasRedirectedUrl("/setup");
        assertThat(post("/setup/key").param("team", "search").param("key", "nightly"))
                .hasRedirectedUrl("/setup");
        verify(setup, never()).addProvider(any(), any(), any());
        verify(setup, never()).addModel(any(), any(), any());
        verify(setup, never()).addKey(any(), any());
    }

    @Test
    void refusesAModelsNameThatNoModelCanHave() {
        when(setup.progress()).thenReturn(new Progress(provider, null, null));
        when(setup.problemOfModel("llama*")).thenReturn("setup.model.star");
        assertThat(post("/setup/model").param("providerModel", "llama3").param("name", "llama*"))
                .hasStatusOk()
                .bodyText()
                .contains("A star stands for any text");
        assertThat(post("/setup/model").param("providerModel", "llama\u0007"))
                .hasStatusOk()
                .bodyText()
                .contains("holds characters that cannot be shown");
        verify(test, never()).run(any(), anyString());
        verify(setup, never()).addModel(any(), any(), any());
    }

    @Test
    void saysWhenATestCannotBeWrittenDown() {
        when(setup.progress()).thenReturn(new Progress(provider, null, null));
        when(test.run(provider.getId(), "gpt-4o")).thenThrow(AccountingException.class);

        MvcTestResult sent =
                post("/setup/model").param("providerModel", "gpt-4o").exchange();

        assertThat(sent).hasRedirectedUrl("/setup");
        assertThat(mvc.get()
                        .uri("/setup")
                        .flashAttrs(sent.getMvcResult().getFlashMap())
                        .with(people.admin()))
                .bodyText()
                .contains("the disk with the journal is full");
        verify(setup, never()).addModel(any(), any(), any());
    }

    @Test
    void offersTheKindsOfProviders() {
        assertThat(mvc.get().uri("/setup?preset=gemini").with(people.admin()))
                .hasStatusOk()
                .bodyText()
                .contains("name=\"preset\" value=\"gemini\"", "Anthropic", "x-goog-api-key: ••••", "/v1beta")
                .doesNotContain("demo.invalid");
    }

    @Test
    void addsAProviderOfAnotherKind() {
        assertThat(post("/setup/provider")
                        .param("name", "eu")
                        .param("preset", "azure")
                        .param("options[api-version]", "2025-01-01")
                        .param("baseUrl", "https://eu.openai.azure.com")
                        .param("secret", "sk-1"))
                .hasRedirectedUrl("/setup");
        verify(setup)
                .addProvider(
                        eq("eu"),
                        argThat(reach -> reach.preset().id().equals("azure")
                                && reach.options().equals(Map.of("api-version", "2025-01-01"))
                                && reach.baseUrl().toString().equals("https://eu.openai.azure.com")),
                        any(Secret.class));
    }

    /** The kinds of providers that come with the gateway. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Bundled {

        @Bean
        Presets presets() throws IOException {
            return new Presets(DataDirectory.open(Files.createTempDirectory("tollgate-setup")));
        }
    }

    private static ProviderTest.Result result(String text, @Nullable ProviderFailure failure) {
        return new ProviderTest.Result(
                Trial.of("m"), new TrialReport(null, null, List.of(), text, "", Usage.NONE, failure, 1_000));
    }

    private MockMvcRequestBuilder post(String path) {
        return mvc.post().uri(path).with(people.admin()).with(csrf());
    }

    @Test
    void goesBackToTheProviderAndShowsWhatWasTypedButNotTheCredential() {
        when(setup.progress()).thenReturn(new Progress(provider, null, null));
        assertThat(mvc.get().uri("/setup").with(people.admin()))
                .bodyText()
                .contains("action=\"/setup/back\"", "Change the provider", "provider-icon");
        assertThat(mvc.get().uri("/setup").with(people.admin()).locale(Locale.SIMPLIFIED_CHINESE))
                .bodyText()
                .contains("更改供应商");

        MvcTestResult sent = post("/setup/back").exchange();

        assertThat(sent).hasRedirectedUrl("/setup");
        verify(setup).dropProvider(provider.getId());
        verify(catalog).publish();
        when(setup.progress()).thenReturn(new Progress(null, null, null));
        assertThat(mvc.get()
                        .uri("/setup")
                        .flashAttrs(sent.getMvcResult().getFlashMap())
                        .with(people.admin()))
                .bodyText()
                .contains("action=\"/setup/provider\"", "value=\"https://h/v1\"", "value=\"main\"");
    }

    @Test
    void doesNotGoBackOnceAModelIsServed() {
        when(setup.progress()).thenReturn(new Progress(provider, model, null));
        assertThat(post("/setup/back")).hasRedirectedUrl("/setup");
        verify(setup, never()).dropProvider(any());
    }

    @Test
    void offersTheKnownModelsWhereTheProviderDoesNotTell() throws ProviderException {
        when(setup.progress()).thenReturn(new Progress(provider, null, null));
        when(probe.models(provider.getId())).thenThrow(new ProviderException(new ProviderFailure.Unauthorized(401)));
        assertThat(mvc.get().uri("/setup/models").with(people.admin()))
                .bodyText()
                .contains("<option value=\"gpt-4o-mini\" label=\"GPT-4o mini\">");
    }
}

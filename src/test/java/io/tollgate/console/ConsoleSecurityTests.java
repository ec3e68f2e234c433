package io.tollgate.console;

import static io.tollgate.console.People.signedIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tollgate.account.User;
import io.tollgate.provider.BaseUrl;
import io.tollgate.provider.Provider;
import io.tollgate.provider.Providers;
import io.tollgate.storage.Source;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.MethodMode;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ConsoleTest({LoginController.class, ProfileController.class, PreferencesController.class})
class ConsoleSecurityTests {

    private static final Map<String, String> HEADERS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
            Map.entry("X-Content-Type-Options", "nosniff"),
            Map.entry("X-Frame-Options", "DENY"),
            Map.entry("X-XSS-Protection", "0"),
            Map.entry("Referrer-Policy", "same-origin"),
            Map.entry("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
            Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
            Map.entry("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"),
            Map.entry("Pragma", "no-cache"),
            Map.entry("Expires", "0")));

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private People people;

    @Autowired
    private Providers providers;

    @BeforeEach
    void someProvider() {
        Provider provider = new Provider(
                UUID.randomUUID(), "main", "openai", BaseUrl.parse("https://h"), Source.CONSOLE, People.NOW);
        when(providers.findByRetiredAtIsNullOrderByName()).thenReturn(List.of(provider));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/logs", "/providers", "/profile", "/system", "/setup", "/no/such/page", "/error"})
    void sendsStrangersToTheLogin(String path) {
        assertThat(mvc.get().uri(path).accept(MediaType.TEXT_HTML))
                .hasStatus(302)
                .hasRedirectedUrl("/login");
    }

    @Test
    void tellsHtmxToGoToTheLogin() {
        assertThat(mvc.get().uri("/logs").header("HX-Request", "true"))
                .hasStatus(401)
                .headers()
                .hasValue("HX-Redirect", "/login");
    }

    @Test
    void strangersMayReadTheLoginPageAndItsAssets() {
        assertThat(mvc.get().uri("/login")).hasStatusOk();
        assertThat(mvc.get().uri("/assets/console.css")).hasStatusOk();
        assertThat(mvc.post().uri("/preferences").with(csrf()).param("theme", "dark"))
                .hasStatus(302);
    }

    @Test
    void refusesAFormWithoutItsToken() {
        assertThat(mvc.post().uri("/providers").with(people.admin())).hasStatus(403);
        assertThat(mvc.post().uri("/login").param("username", "alice")).hasRedirectedUrl("/login?expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/providers", "/models", "/teams", "/keys", "/setup/provider", "/demo/remove"})
    void aViewerChangesNothing(String path) {
        assertThat(mvc.post().uri(path).with(people.viewer()).with(csrf())).hasStatus(403);
    }

    @Test
    void aViewerSeesPagesButNotTheSetup() {
        assertThat(mvc.get().uri("/profile").with(people.viewer())).hasStatusOk();
        assertThat(mvc.get().uri("/setup").with(people.viewer())).hasStatus(403);
        assertThat(mvc.get().uri("/no/such/page").with(people.viewer())).hasStatus(403);
    }

    @Test
    void anAdministratorSeesThatAPageDoesNotExist() {
        assertThat(mvc.get().uri("/no/such/page").with(people.admin())).hasStatus(404);
    }

    @Test
    void signsInWithANewSession() {
        MockHttpSession session = new MockHttpSession();
        String before = session.getId();
        MvcTestResult result = login("alice", People.PASSWORD, session);
        assertThat(result).hasRedirectedUrl("/");
        HttpSession after = result.getRequest().getSession(false);
        assertThat(after).isNotNull();
        assertThat(after.getId()).isNotEqualTo(before);
    }

    @Test
    void leadsToTheSetupWhileThereIsNoProvider() {
        when(providers.findByRetiredAtIsNullOrderByName()).thenReturn(List.of());
        assertThat(login("alice", People.PASSWORD, new MockHttpSession())).hasRedirectedUrl("/setup");
        assertThat(login("victor", People.PASSWORD, new MockHttpSession())).hasRedirectedUrl("/");
    }

    @Test
    void leadsBackToThePageThatWasWanted() {
        MockHttpSession session = new MockHttpSession();
        mvc.get()
                .uri("/logs?status=500")
                .accept(MediaType.TEXT_HTML)
                .session(session)
                .exchange();
        assertThat(login("alice", People.PASSWORD, session)).hasRedirectedUrl("/logs?status=500");
    }

    @Test
    void saysTheSameToAWrongPasswordAndAnUnknownName() {
        assertThat(login("victor", "wrong", new MockHttpSession())).hasRedirectedUrl("/login?error");
        assertThat(login("nobody", "wrong", new MockHttpSession())).hasRedirectedUrl("/login?error");
        assertThat(login("victor", "x".repeat(100), new MockHttpSession())).hasRedirectedUrl("/login?error");
    }

    @Test
    @DirtiesContext(methodMode = MethodMode.AFTER_METHOD)
    void refusesTheRightPasswordAfterTooManyWrongOnes() {
        for (int i = 0; i < 5; i++) {
            login("alice", "wrong", new MockHttpSession());
        }
        assertThat(login("alice", People.PASSWORD, new MockHttpSession())).hasRedirectedUrl("/login?error");
        people.pass(Duration.ofSeconds(1));
        assertThat(login("alice", People.PASSWORD, new MockHttpSession())).hasRedirectedUrl("/");
    }

    @Test
    @DirtiesContext(methodMode = MethodMode.AFTER_METHOD)
    void aFirstPasswordExpires() {
        people.newcomer();
        assertThat(login("newcomer", People.PASSWORD, new MockHttpSession())).hasRedirectedUrl("/");
        people.pass(Duration.ofHours(24));
        assertThat(login("newcomer", People.PASSWORD, new MockHttpSession())).hasRedirectedUrl("/login?stale");
    }

    @Test
    void aFirstPasswordOpensNoPageButItsChange() {
        User newcomer = people.newcomer();
        assertThat(mvc.get().uri("/profile").with(signedIn(newcomer))).hasRedirectedUrl("/profile/password");
        assertThat(mvc.get().uri("/setup").with(signedIn(newcomer))).hasRedirectedUrl("/profile/password");
        assertThat(mvc.get().uri("/profile/password").with(signedIn(newcomer))).hasStatusOk();
    }

    @Test
    @DirtiesContext(methodMode = MethodMode.AFTER_METHOD)
    void aSessionEndsWithTheUser() {
        people.viewer.setDisabled(true);
        assertThat(mvc.get().uri("/profile").with(people.viewer())).hasRedirectedUrl("/login?expired");
        assertThat(login("victor", People.PASSWORD, new MockHttpSession())).hasRedirectedUrl("/login?error");
    }

    @Test
    void signsOut() {
        assertThat(mvc.post().uri("/logout").with(people.viewer()).with(csrf())).hasRedirectedUrl("/login?logout");
        assertThat(mvc.get().uri("/logout").with(people.viewer())).hasStatus(403);
    }

    @Test
    void sendsTheSameHeadersWithEveryAnswer() {
        assertThat(headers(mvc.get().uri("/login").exchange())).isEqualTo(HEADERS);
        assertThat(headers(mvc.get().uri("/logs").exchange())).isEqualTo(HEADERS);
        assertThat(headers(mvc.get().uri("/no/such/page").with(people.admin()).exchange()))
                .isEqualTo(HEADERS);
        assertThat(headers(mvc.post().uri("/logout").with(people.admin()).exchange()))
                .isEqualTo(HEADERS);
    }

    private static Map<String, String> headers(MvcTestResult result) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : result.getResponse().getHeaderNames()) {
            headers.put(name, String.join(", ", result.getResponse().getHeaders(name)));
        }
        List.of("Content-Type", "Content-Language", "Location", "Vary", "Allow").forEach(headers::remove);
        return headers;
    }

    private MvcTestResult login(String name, String password, MockHttpSession session) {
        return mvc.post()
                .uri("/login")
                .with(csrf())
                .session(session)
                .param("username", name)
                .param("password", password)
                .exchange();
    }
}

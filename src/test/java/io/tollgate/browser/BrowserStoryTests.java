package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An administrator's day in the console, in every language and theme, from the first provider to the last key. */
@Tag("packaged")
class BrowserStoryTests {

    private static final String TOKENS = "1,200";
    private static final String COST = "$0.001268"; // 1,200 at $1 and 34 at $2 per million

    @TempDir
    private static Path directory;

    private static Chromium chromium;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        gateway = GatewayProcess.withAdministrator(directory);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesAProgramFromTheFirstProviderToTheLastKey(Look look) throws Exception {
        String model = "model-" + look.slug();
        try (AnsweringProvider upstream = new AnsweringProvider(List.of(model, model + "-large"));
                Visitor visitor = signedIn(look)) {
            String provider = addProvider(visitor, "provider-" + look.slug(), upstream);
            testProvider(visitor, model);
            addModel(visitor, model);
            setPrice(visitor, model);
            addTeam(visitor, "team-" + look.slug());
            String keyPage = issueKey(visitor, "key-" + look.slug(), "team-" + look.slug());
            String key = visitor.at("#issued-key").inputValue();
            takeKey(visitor, key);
            assertThat(gateway.chat(key, model, false).body()).contains(AnsweringProvider.ANSWER);
            assertThat(gateway.chat(key, model, true).body()).contains("data: [DONE]");
            findInLogs(visitor, model);
            readOverview(visitor);
            switchOff(visitor, provider, key, model);
            refuseToMove(visitor, provider, upstream);
            connect(visitor, model);
            rotateAndRevoke(visitor, keyPage, key, model);
        }
    }

    private static Visitor signedIn(Look look) {
        Visitor visitor = chromium.visit(gateway.url(), look);
        visitor.page().navigate("/login");
        visitor.choose(look);
        visitor.inspect("login");
        visitor.signIn(GatewayProcess.NAME, GatewayProcess.PASSWORD);
        assertThat(visitor.at("aside.navbar")).isVisible();
        visitor.inspect();
        return visitor;
    }

    private static String addProvider(Visitor visitor, String name, AnsweringProvider upstream) {
        visitor.open("/providers");
        visitor.button("providers.new").click();
        assertThat(visitor.at("#baseUrl")).isVisible();
        visitor.at("details summary").click();
        visitor.inspect("provider-new");

        visitor.at("#name").fill(name);
        visitor.at("#baseUrl").fill("http://10.1.2.3:8080");
        visitor.at("#secret").fill(AnsweringProvider.CREDENTIAL);
        visitor.button("common.save").click();
        assertThat(visitor.at("main")).containsText(visitor.says("providers.address.PRIVATE"));
        assertThat(visitor.at("#secret")).hasValue("");
        visitor.inspect("provider-refused");

        visitor.at("#baseUrl").fill(upstream.url());
        visitor.at("#secret").fill(AnsweringProvider.CREDENTIAL);
        visitor.button("common.save").click();
        visitor.isTold("providers.created");
        assertThat(visitor.at("#credentials")).containsText("••••abcd");
        assertThat(visitor.page().content()).doesNotContain(AnsweringProvider.CREDENTIAL);
        visitor.inspect();
        return visitor.path();
    }

    private static void testProvider(Visitor visitor, String model) {
        visitor.at("#test-model").fill(model);
        visitor.at("#test button[type='submit']").click();
        assertThat(visitor.at("#test")).containsText(visitor.says("providers.test.works"));
        assertThat(visitor.at("#test")).containsText(AnsweringProvider.ANSWER);
        visitor.inspect("provider-tested");
    }

    private static void addModel(Visitor visitor, String model) {
        visitor.button("providers.fetch").click();
        Locator choice = visitor.page().getByLabel(model, new Page.GetByLabelOptions().setExact(true));
        choice.check();
        visitor.inspect("provider-models");
        visitor.button("providers.fetch.add").click();
        visitor.isTold("providers.models.added", 1);
        visitor.inspect("provider");
        visitor.open("/providers");
        visitor.inspect("providers");
    }

    private static void setPrice(Visitor visitor, String model) {
        visitor.open("/models/new");
        visitor.inspect("model-new");
        visitor.open("/models");
        visitor.link(model).click();
        assertThat(visitor.at("h1")).hasText(model);
        Locator form = visitor.at("form:has(button:text-is('" + visitor.says("common.save") + "'))").first();
        form.locator("[name='price.input']").fill("1");
        form.locator("[name='price.output']").fill("2");
        visitor.button("common.save").click();
        visitor.isTold("pages.saved");
        visitor.inspect("model");
        visitor.open("/models");
        visitor.inspect("models");
    }

    private static void addTeam(Visitor visitor, String team) {
        visitor.open("/teams");
        visitor.at("#name").fill(team);
        visitor.button("teams.create").click();
        visitor.isTold("teams.created");
        assertThat(visitor.at("#teams")).containsText(team);
        visitor.inspect("teams");
    }

    private static String issueKey(Visitor visitor, String name, String team) {
        visitor.open("/keys/new");
        visitor.inspect("key-new");
        visitor.at("#name").fill(name);
        visitor.at("#team").selectOption(new SelectOption().setLabel(team));
        visitor.button("keys.create").click();
        assertThat(visitor.at("#issued-key")).isVisible();
        visitor.inspect("key-issued");
        return visitor.path();
    }

    /** Copies the key, which is not shown again. */
    private static void takeKey(Visitor visitor, String key) {
        assertThat(key).startsWith("tg_");
        visitor.at("[data-copy='#issued-key']").click();
        assertThat(visitor.at("[data-copy='#issued-key']")).hasClass(Pattern.compile(".*\\bcopied\\b.*"));
        assertThat(visitor.page().evaluate("() => navigator.clipboard.readText()"))
                .isEqualTo(key);
        visitor.page().reload();
        assertThat(visitor.at("#issued-key")).hasCount(0);
        assertThat(visitor.page().content()).doesNotContain(key);
        visitor.inspect("key");
        visitor.open("/keys");
        visitor.inspect("keys");
    }

    private static void findInLogs(Visitor visitor, String model) {
        Locator rows = visitor.at("#logs tbody tr").filter(new Locator.FilterOptions().setHasText(COST));
        await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
            visitor.page().navigate("/logs?model=" + model);
            return rows.count() == 2;
        });
        assertThat(rows.first()).containsText(TOKENS);
        assertThat(rows.first()).containsText("key-");
        visitor.inspect("logs");
        rows.first().getByRole(AriaRole.LINK).click();
        assertThat(visitor.at("#exchange")).containsText(visitor.says("logs.cost.charged"));
        assertThat(visitor.at("#exchange")).containsText(COST);
        assertThat(visitor.at("#exchange")).containsText(TOKENS);
        visitor.inspect("exchange");
    }

    private static void readOverview(Visitor visitor) {
        visitor.open("/");
        visitor.inspect("overview");
        Locator cards = visitor.at("#overview a.card");
        assertThat(cards).hasCount(4);
        for (int i = 0; i < 4; i++) {
            cards.nth(i).click();
            visitor.page().waitForURL("**/logs?last=24h*");
            visitor.inspect();
            visitor.page().goBack();
        }
    }

    private static void switchOff(Visitor visitor, String provider, String key, String model) {
        visitor.open(provider);
        visitor.button("pages.disable").click();
        visitor.isTold("providers.disabled");
        visitor.inspect();
        assertThat(gateway.chat(key, model, false).statusCode()).isGreaterThanOrEqualTo(400);
        visitor.button("pages.enable").click();
        visitor.isTold("providers.enabled");
        assertThat(gateway.chat(key, model, false).statusCode()).isEqualTo(200);
    }

    /** A credential does not follow its provider to another host. */
    private static void refuseToMove(Visitor visitor, String provider, AnsweringProvider upstream) {
        visitor.open(provider + "/edit");
        visitor.at("#baseUrl").fill("http://127.0.0.2:" + upstream.port());
        visitor.button("common.save").click();
        assertThat(visitor.at("main")).containsText(visitor.says("providers.secret.moved"));
        visitor.inspect("provider-not-moved");
        visitor.open(provider);
        assertThat(visitor.at("#provider")).containsText(upstream.url());
    }

    private static void connect(Visitor visitor, String model) {
        visitor.open("/connect");
        String baseUrl = gateway.url() + "/v1";
        assertThat(visitor.at("#base-url")).hasValue(baseUrl);
        visitor.at("#model").selectOption(model);
        visitor.page().waitForURL("**model=" + model + "*");
        visitor.inspect("connect");
        Locator tabs = visitor.at("#connect .nav-link");
        for (int i = 0; i < tabs.count(); i++) {
            tabs.nth(i).click();
            assertThat(tabs.nth(i)).hasAttribute("aria-current", "page");
            assertThat(visitor.at("#snippet")).containsText(baseUrl);
            visitor.inspect();
        }
    }

    private static void rotateAndRevoke(Visitor visitor, String keyPage, String key, String model) {
        visitor.open(keyPage);
        visitor.at("#hours").fill("1");
        visitor.at("form[action$='/rotate'] button").click();
        assertThat(visitor.at("#issued-key")).isVisible();
        String next = visitor.at("#issued-key").inputValue();
        visitor.inspect("key-rotated");
        assertThat(next).isNotEqualTo(key);
        assertThat(gateway.chat(key, model, false).statusCode()).isEqualTo(200);
        assertThat(gateway.chat(next, model, false).statusCode()).isEqualTo(200);

        visitor.button("keys.revoke.button").click();
        visitor.isTold("keys.revoked");
        visitor.inspect("key-revoked");
        assertThat(gateway.chat(key, model, false).statusCode()).isEqualTo(401);
        assertThat(gateway.chat(next, model, false).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void remembersLanguageAndThemeUntilSigningOut(Look look) {
        try (Visitor visitor = signedIn(look)) {
            visitor.open("/system");
            assertThat(visitor.at("#system")).containsText(visitor.says("system.word.virtual"));
            visitor.inspect("system");
            visitor.open("/profile");
            assertThat(visitor.at("#profile")).containsText(GatewayProcess.NAME);
            visitor.inspect("profile");

            visitor.choose(look.other());
            visitor.page().reload();
            assertThat(visitor.at("html")).hasAttribute("lang", look.other().language());
            assertThat(visitor.at("html")).hasAttribute("data-bs-theme", look.other().theme());
            visitor.choose(look);
            visitor.open("/profile");

            visitor.at("form[action$='/logout'] button").click();
            assertThat(visitor.at("main")).containsText(visitor.says("login.logout"));
            visitor.inspect();
            visitor.open("/keys");
            assertThat(visitor.at("#username")).isVisible();
        }
    }

    @Test
    void saysSoWhenNobodyIsCalledThatOrNothingIsThere() {
        try (Visitor visitor = chromium.visit(gateway.url(), Look.EN_LIGHT)) {
            visitor.signIn("nobody", "no password at all");
            assertThat(visitor.at("[role='alert']")).containsText(visitor.says("login.error"));
            visitor.inspect("login-refused");
            visitor.signIn(GatewayProcess.NAME, GatewayProcess.PASSWORD);
            assertThat(visitor.at("aside.navbar")).isVisible();
            visitor.page().navigate("/no-such-page");
            assertThat(visitor.at("h1")).hasText(visitor.says("error.missing.title"));
            assertThat(visitor.forgive()).allMatch(problem -> problem.contains("404"));
            visitor.inspect("missing");
        }
    }

    @Test
    void showsHostileNamesAsText() {
        String hostile = "\"><script>alert(1)</script>";
        try (Visitor visitor = signedIn(Look.EN_LIGHT)) {
            visitor.open("/teams");
            visitor.at("#name").fill(hostile);
            visitor.button("teams.create").click();
            visitor.isTold("teams.created");
            assertThat(visitor.at("#teams")).containsText(hostile);
            for (String path : List.of("/teams", "/keys", "/keys/new", "/logs")) {
                visitor.open(path);
                assertThat(visitor.at("body")).containsText(hostile);
                assertThat(visitor.at("body script")).hasCount(0);
            }
        }
    }
}

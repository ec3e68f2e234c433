package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
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

    /** Draws the first chart with one request, and tells whether its axis has whole numbers only. */
    private static final String WHOLE_NUMBERS = """
            () => {
              const canvas = document.querySelector("canvas");
              const spec = JSON.parse(canvas.dataset.chart);
              spec.series.forEach(series => series.data.fill(0));
              spec.series[0].data[0] = 1;
              canvas.dataset.chart = JSON.stringify(spec);
              document.documentElement.dispatchEvent(new Event("themechange"));
              const ticks = Chart.getChart(canvas).scales.y.ticks;
              return ticks.length > 1 && ticks.every(tick => Number.isInteger(tick.value));
            }
            """;

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
        String team = "team-" + look.slug();
        try (AnsweringProvider upstream = new AnsweringProvider(List.of(model, model + "-large"));
                Visitor visitor = signedIn(look)) {
            ProviderSteps providers = new ProviderSteps(visitor, upstream);
            String provider = providers.add("provider-" + look.slug());
            providers.test(model);
            providers.serve(model);
            providers.price(model);

            KeySteps keys = new KeySteps(visitor);
            keys.addTeam(team);
            String keyPage = keys.issue("key-" + look.slug(), team);
            String key = keys.take();
            assertThat(gateway.chat(key, model, false).body()).contains(AnsweringProvider.ANSWER);
            assertThat(gateway.chat(key, model, true).body()).contains("data: [DONE]");
            findInLogs(visitor, model);
            tryInPlayground(visitor, model, team);
            readOverview(visitor);
            connect(visitor, model);
            limit(visitor, keyPage);
            readTables(visitor, model);

            providers.failToMove(provider);
            providers.switchOff(provider);
            assertThat(status(key, model)).isEqualTo(503);
            providers.switchOn();
            assertThat(status(key, model)).isEqualTo(200);

            String next = keys.rotate(keyPage);
            assertThat(next).isNotEqualTo(key);
            assertThat(List.of(status(key, model), status(next, model))).containsOnly(200);
            keys.revoke();
            assertThat(List.of(status(key, model), status(next, model))).containsOnly(401);
        }
    }

    private static int status(String key, String model) {
        return gateway.chat(key, model, false).statusCode();
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

    private static void findInLogs(Visitor visitor, String model) {
        Locator rows = visitor.at("#logs tbody tr").filter(new Locator.FilterOptions().setHasText(COST));
        await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
            visitor.page().navigate("/logs?model=" + model);
            return rows.count() == 2;
        });
        assertThat(rows.first()).containsText(TOKENS);
        assertThat(rows.first()).containsText("key-");
        assertThat(rows.first().locator("td").last()).containsText(Pattern.compile("\\d (ms|s)\\b"));
        assertThat(rows.first().locator("time")).hasText(Pattern.compile("20\\d\\d"));
        assertThat(rows.first().locator("time")).hasAttribute("title", Pattern.compile("20\\d\\d.*\\(.+\\)"));
        assertThat(visitor.at(".table-responsive")).hasCSS("background-attachment", "local, local, scroll, scroll");
        assertThat(visitor.at("#logs")).containsText(visitor.says("logs.console"));
        visitor.inspect("logs");
        rows.first().getByRole(AriaRole.LINK).click();
        assertThat(visitor.at("#exchange")).containsText(visitor.says("logs.cost.charged"));
        assertThat(visitor.at("#exchange")).containsText(COST);
        assertThat(visitor.at("#exchange")).containsText(TOKENS);
        visitor.inspect("exchange");
    }

    private static void tryInPlayground(Visitor visitor, String model, String team) {
        visitor.open("/playground?model=" + model);
        assertThat(visitor.at("#model")).hasValue(model);
        visitor.at("#team").selectOption(new SelectOption().setLabel(team));
        visitor.at("#other").selectOption(model);
        visitor.at("#user").fill("It's a \"good\" day");
        visitor.inspect("playground");
        Locator panes = visitor.at("[data-pane]");
        for (String protocol : List.of("chat", "responses", "messages")) {
            visitor.at("#protocol").selectOption(protocol);
            visitor.at("#send").click();
            assertThat(visitor.at("#send")).isEnabled();
            for (int i = 0; i < 2; i++) {
                assertThat(panes.nth(i).locator("[data-text]")).hasText(AnsweringProvider.ANSWER);
                assertThat(panes.nth(i).locator("[data-metric='tokens']")).containsText("1200 → 34");
                assertThat(panes.nth(i).locator("[data-error]")).isHidden();
            }
        }
        panes.first().locator("summary").last().click();
        assertThat(panes.first().locator("[data-raw]")).containsText("message_stop");
        visitor.at("#stream").uncheck();
        visitor.at("#send").click();
        assertThat(panes.first().locator("[data-raw]")).containsText("end_turn");
        assertThat(panes.first().locator("[data-text]")).hasText(AnsweringProvider.ANSWER);
        assertThat(visitor.at("#send")).isEnabled();
        for (String language : List.of("Python", "Node.js", "Java", "curl")) {
            visitor.at("[data-snippet='" + language + "']").click();
            assertThat(visitor.at("#code")).containsText(gateway.url());
            assertThat(visitor.at("#code")).containsText("TOLLGATE_KEY");
            assertThat(visitor.at("#code")).containsText(model);
        }
        // Chromium calls a stream that may not be stored aborted, though all of it was read
        assertThat(visitor.forgive()).allMatch(problem -> problem.matches("Failed: .*/v1/.* net::ERR_ABORTED"));
        visitor.inspect("playground-answered");
        panes.first().locator("[data-log]").click();
        visitor.page().waitForURL("**/logs?*"); // which waits until the page has loaded
        await().atMost(Duration.ofSeconds(30)).pollInSameThread().untilAsserted(() -> {
            visitor.page().reload();
            assertThat(visitor.at("#logs tbody tr").allInnerTexts())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains(visitor.says("logs.playground"), team);
        });
        visitor.inspect();
    }

    private static void readOverview(Visitor visitor) {
        visitor.open("/");
        visitor.inspect("overview");
        assertThat(visitor.page().evaluate(WHOLE_NUMBERS)).isEqualTo(true);
        Locator cards = visitor.at("#overview a.card");
        assertThat(cards).hasCount(4);
        for (int i = 0; i < 4; i++) {
            cards.nth(i).click();
            visitor.page().waitForURL("**/logs?last=24h*");
            visitor.inspect();
            visitor.page().goBack();
            assertThat(cards).hasCount(4);
        }
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
            assertThat(visitor.at("#snippet")).containsText(gateway.url());
            visitor.inspect();
        }
    }

    private static void limit(Visitor visitor, String keyPage) {
        visitor.open("/limits" + keyPage.replace("/keys/", "/key/"));
        visitor.at("#rpm").fill("10000");
        visitor.at("#amount").fill("123456.789");
        visitor.button("common.save").click();
        visitor.isTold("pages.saved");
        visitor.open("/limits");
        visitor.inspect("limits");
    }

    private static void readTables(Visitor visitor, String model) {
        for (String by : List.of("team", "key", "model", "provider", "credential", "outcome", "hour")) {
            visitor.open("/usage?by=" + by);
        }
        visitor.inspect("usage");
        for (int page = 1; page <= 12; page += 3) {
            visitor.open("/prices?page=" + page);
        }
        visitor.inspect("prices");
        visitor.open("/prices?search=" + model);
        visitor.at("#prices tbody a").first().click();
        assertThat(visitor.at("h1")).containsText(model);
        visitor.inspect("prices-of-model");
        rateAgain(visitor);
    }

    private static void rateAgain(Visitor visitor) {
        visitor.open(URI.create(visitor.page().url()).getPath() + "/rerate");
        visitor.button("rerate.look").click();
        assertThat(visitor.at("#rerate")).containsText(visitor.says("rerate.preview"));
        visitor.inspect("rerate");
    }

    @Test
    void checksKeysAndChangesRules() throws Exception {
        String model = "model-checked";
        try (AnsweringProvider upstream = new AnsweringProvider(List.of(model, model + "-large"));
                Visitor visitor = signedIn(Look.ZH_DARK)) {
            ProviderSteps providers = new ProviderSteps(visitor, upstream);
            String provider = providers.add("provider-checked");
            providers.serve(model);
            providers.price(model);
            visitor.open(provider);
            providers.addUnknownKeys(5);
            providers.checkKeys(provider, 5);
            providers.useAgain(5);
            changeStrategy(visitor);
            changeRetention(visitor);
            visitor.open("/prices?search=" + model);
            visitor.at("#prices tbody a").first().click();
            rateAgain(visitor);
            actOnAlertsAndSimulate(visitor, model);
        }
    }

    /** In the visitor's language, and all of it in English as well. */
    private static void actOnAlertsAndSimulate(Visitor visitor, String model) throws Exception {
        String key = "key-checked";
        KeySteps keys = new KeySteps(visitor);
        keys.addTeam("team-checked");
        keys.issue(key, "team-checked");
        simulate(visitor, model, key);
        try (AlertReceiver receiver = new AlertReceiver();
                Visitor english = signedIn(Look.EN_LIGHT)) {
            simulate(english, model, key);
            AlertSteps steps = new AlertSteps(english, receiver);
            String channel = "hook-checked";
            steps.addChannel(channel);
            String title = english.says("alerts.notice.TEST");
            steps.test(channel, title);
            steps.muteAndUnmute();
            steps.changeThreshold(37);
            AlertSteps translated = new AlertSteps(visitor, receiver);
            translated.test(channel, title);
            translated.muteAndUnmute();
            steps.deleteChannel(channel);
        }
    }

    /** Who would serve a model of whose credentials four are refused; and what becomes of a model that nobody has. */
    private static void simulate(Visitor visitor, String model, String key) {
        visitor.open("/models/simulate");
        simulated(visitor, model, key);
        assertThat(visitor.at("#answer .alert-success")).containsText("provider-checked");
        assertThat(visitor.at("#answer .alert-success")).containsText(visitor.says("simulate.verdict.text.ASKED"));
        Locator rows = visitor.at("#answer tbody tr");
        assertThat(rows).hasCount(6);
        assertThat(rows.filter(saying(visitor, "simulate.verdict.ASKED")))
                .containsText(visitor.says("simulate.health.healthy"));
        Locator excluded = rows.filter(saying(visitor, "simulate.verdict.PASSED_OVER"));
        assertThat(excluded).hasCount(4);
        assertThat(excluded.filter(saying(visitor, "simulate.health.quarantined"))
                        .filter(saying(visitor, "providers.trouble.UNAUTHORIZED")))
                .hasCount(4);
        visitor.inspect("simulated");
        simulated(visitor, "nobody-has-it", key);
        assertThat(visitor.at("#answer .alert-danger")).containsText(visitor.says("simulate.problem.model"));
        visitor.inspect("simulated-unknown");
    }

    private static void simulated(Visitor visitor, String model, String key) {
        visitor.at("#model").fill(model);
        visitor.at("#key").selectOption(new SelectOption().setLabel(key));
        visitor.at("#simulate button[type='submit']").click();
        visitor.page().waitForURL("**model=" + model + "*");
    }

    private static Locator.FilterOptions saying(Visitor visitor, String message) {
        return new Locator.FilterOptions().setHasText(visitor.says(message));
    }

    private static void changeStrategy(Visitor visitor) {
        visitor.open("/models/routing");
        String before = visitor.at("#strategy").inputValue();
        for (String strategy : List.of("least-used", before)) {
            visitor.at("#strategy").selectOption(strategy);
            visitor.button("common.save").click();
            visitor.isTold("pages.saved");
            visitor.page().reload();
            assertThat(visitor.at("#strategy")).hasValue(strategy);
            visitor.inspect();
        }
    }

    private static void changeRetention(Visitor visitor) {
        visitor.open("/system/retention");
        String before = visitor.at("#records").inputValue();
        visitor.at("#records").fill("71");
        visitor.button("common.save").click();
        visitor.isTold("retention.saved");
        visitor.open("/system/retention");
        assertThat(visitor.at("#records")).hasValue("71");
        visitor.button("retention.forget").click();
        visitor.isTold("retention.forgotten");
        visitor.open("/system/retention");
        assertThat(visitor.at("#records")).hasValue(before);
    }

    @ParameterizedTest
    @EnumSource
    void remembersLanguageAndThemeUntilSigningOut(Look look) {
        try (Visitor visitor = signedIn(look)) {
            visitor.open("/system");
            assertThat(visitor.at("#system")).containsText(visitor.says("system.word.virtual"));
            visitor.inspect("system");
            visitor.open("/system/retention");
            visitor.inspect("retention");
            visitor.open("/models/routing");
            visitor.inspect("routing");
            visitor.open("/models/simulate");
            visitor.inspect("simulate");
            visitor.open("/alerts");
            visitor.inspect("alerts");
            visitor.open("/alerts/channels/new?kind=email");
            visitor.inspect("alerts-channel");
            visitor.open("/alerts/rules/error-rate");
            visitor.inspect("alerts-rule");
            visitor.open("/profile");
            assertThat(visitor.at("#profile")).containsText(GatewayProcess.NAME);
            visitor.inspect("profile");

            visitor.choose(look.other());
            visitor.page().reload();
            assertThat(visitor.at("html")).hasAttribute("lang", look.other().language());
            assertThat(visitor.at("html"))
                    .hasAttribute("data-bs-theme", look.other().theme());
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

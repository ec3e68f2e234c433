package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
            new LogSteps(visitor).find(model);
            new PlaygroundSteps(visitor, gateway.url()).ask(model, team);
            TourSteps tour = new TourSteps(visitor, gateway.url());
            tour.readOverview();
            tour.connect(model);
            keys.limit(keyPage);
            new BookSteps(visitor).readTables(model);

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
            SettingSteps settings = new SettingSteps(visitor);
            settings.changeStrategy();
            settings.changeRetention();
            visitor.open("/prices?search=" + model);
            visitor.at("#prices tbody a").first().click();
            new BookSteps(visitor).rateAgain();
            actOnAlertsAndSimulate(visitor, model);
        }
    }

    /** One provider refuses its credential, and the next answers: in the logs, in the books, and on its own page. */
    @ParameterizedTest
    @EnumSource(names = {"EN_LIGHT", "ZH_DARK"})
    void followsAFailoverAndWhatItCost(Look look) throws Exception {
        String model = "model-failover-" + look.slug();
        String first = "first-" + look.slug();
        String second = "second-" + look.slug();
        String team = "team-failover-" + look.slug();
        String keyName = "key-failover-" + look.slug();
        try (AnsweringProvider refusing = new AnsweringProvider(List.of(model, model + "-large"));
                AnsweringProvider answering = new AnsweringProvider(List.of("other", "another"));
                Visitor visitor = signedIn(look)) {
            ProviderSteps providers = new ProviderSteps(visitor, refusing);
            String refused = providers.add(first);
            providers.serve(model);
            providers.price(model);
            new ProviderSteps(visitor, answering).add(second);
            providers.alsoServe(model, second);
            KeySteps keys = new KeySteps(visitor);
            keys.addTeam(team);
            String keyPage = keys.issue(keyName, team);
            String key = keys.take();
            String teamPage = keys.limitTeam(team);
            keys.limit(keyPage);

            refusing.refuse();
            assertThat(gateway.chat(key, model, false).body()).contains(AnsweringProvider.ANSWER);

            new LogSteps(visitor).findFailover(model, first, second);
            providers.lookAtTrouble(refused, model);
            new SimulationSteps(visitor).lookAtFailover(model, keyName, first, second);
            keys.lookAtSpending(keyPage);
            keys.lookAtSpending(teamPage);
            BookSteps books = new BookSteps(visitor);
            books.download(team, model);
            books.importPrices(model);
        }
    }

    /** In the visitor's language, and all of it in English as well. */
    private static void actOnAlertsAndSimulate(Visitor visitor, String model) throws Exception {
        String key = "key-checked";
        KeySteps keys = new KeySteps(visitor);
        keys.addTeam("team-checked");
        keys.issue(key, "team-checked");
        new SimulationSteps(visitor).lookAtRefused(model, key);
        try (AlertReceiver receiver = new AlertReceiver();
                Visitor english = signedIn(Look.EN_LIGHT)) {
            new SimulationSteps(english).lookAtRefused(model, key);
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

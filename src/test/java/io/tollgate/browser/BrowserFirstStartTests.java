package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first person at a gateway on which nothing is set: chooses a password, and is led to the first call. */
@Tag("packaged")
class BrowserFirstStartTests {

    private static final String CHOSEN = "a sentence is easier";
    private static final String MODEL = "small";

    @TempDir
    private Path directory;

    @Test
    void leadsFromTheFirstPasswordToTheFirstCall() throws Exception {
        try (Chromium chromium = Chromium.start();
                GatewayProcess gateway = GatewayProcess.bare(directory);
                AnsweringProvider upstream = new AnsweringProvider(List.of(MODEL, "large"));
                Visitor visitor = chromium.visit(gateway.url(), Look.EN_LIGHT)) {
            choosePassword(visitor, gateway.firstPassword());
            connectProvider(visitor, upstream);
            addModel(visitor);
            String key = issueKey(visitor, gateway);
            assertThat(gateway.chat(key, MODEL, true).body()).contains(AnsweringProvider.ANSWER);
            changePassword(visitor);
        }
    }

    private static void choosePassword(Visitor visitor, String first) {
        visitor.page().navigate("/login");
        visitor.choose(Look.EN_LIGHT);
        visitor.signIn("admin", first);
        assertThat(visitor.at("#current")).isVisible();
        visitor.page().navigate("/system");
        assertThat(visitor.at("main")).containsText(visitor.says("profile.password.must"));
        visitor.inspect("password-first");
        fillPasswords(visitor, first, CHOSEN);
    }

    private static void fillPasswords(Visitor visitor, String current, String chosen) {
        visitor.at("#current").fill(current);
        visitor.at("#chosen").fill(chosen);
        visitor.at("#repeated").fill(chosen);
        visitor.at("#password-page button[type='submit']").click();
        visitor.isTold("profile.password.changed");
        visitor.inspect();
    }

    private static void connectProvider(Visitor visitor, AnsweringProvider upstream) {
        visitor.open("/");
        visitor.inspect("overview-first");
        visitor.button("overview.setup.link").click();
        assertThat(visitor.at("#secret")).isVisible();
        visitor.inspect("setup-provider");
        visitor.at("#name").fill("first provider");
        visitor.at("#baseUrl").fill(upstream.url());
        visitor.at("#secret").fill("sk-a-wrong-credential");
        visitor.button("setup.provider.submit").click();
        assertThat(visitor.at(".alert-danger")).isVisible();
        visitor.inspect("setup-provider-fails");
        visitor.at("#secret").fill(AnsweringProvider.CREDENTIAL);
        visitor.button("setup.provider.submit").click();
        visitor.isTold("setup.provider.works", 2);
        changeProvider(visitor);
    }

    private static void changeProvider(Visitor visitor) {
        assertThat(visitor.at("#upstream-models option")).hasCount(2);
        String url = visitor.at(".step-title small").first().innerText();
        visitor.button("setup.back").click();
        assertThat(visitor.at("#name")).hasValue("first provider");
        assertThat(visitor.at("#secret")).hasValue("");
        assertThat(url).endsWith(visitor.at("#baseUrl").inputValue());
        visitor.inspect("setup-back");
        visitor.at("#secret").fill(AnsweringProvider.CREDENTIAL);
        visitor.button("setup.provider.submit").click();
        visitor.isTold("setup.provider.works", 2);
    }

    private static void addModel(Visitor visitor) {
        assertThat(visitor.at("#upstream-models option")).hasCount(2);
        visitor.inspect("setup-model");
        visitor.at("#providerModel").fill(MODEL);
        visitor.button("setup.model.submit").click();
        assertThat(visitor.at(".alert-success")).containsText(AnsweringProvider.ANSWER);
        visitor.inspect("setup-key");
    }

    private static String issueKey(Visitor visitor, GatewayProcess gateway) {
        visitor.button("setup.key.submit").click();
        assertThat(visitor.at("#new-key")).isVisible();
        assertThat(visitor.at("#first-call")).containsText(gateway.url() + "/v1/chat/completions");
        visitor.inspect("setup-done");
        return visitor.at("#new-key").inputValue();
    }

    private static void changePassword(Visitor visitor) {
        visitor.open("/profile");
        visitor.button("profile.password.title").click();
        assertThat(visitor.at("#current")).isVisible();
        visitor.at("#current").fill("not the password");
        visitor.at("#chosen").fill("short");
        visitor.at("#repeated").fill("short");
        visitor.at("#password-page button[type='submit']").click();
        assertThat(visitor.at("#password-page")).containsText(visitor.says("profile.password.tooShort"));
        visitor.inspect("password-refused");
        fillPasswords(visitor, CHOSEN, CHOSEN + " to remember");
    }
}

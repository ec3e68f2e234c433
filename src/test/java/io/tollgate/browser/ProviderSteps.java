package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an administrator does with a provider, and with the models it serves. */
record ProviderSteps(Visitor visitor, AnsweringProvider upstream) {

    /** Adds the provider, at the second try; returns the path of its page. */
    String add(String name) {
        visitor.open("/providers");
        visitor.button("providers.new").click();
        assertThat(visitor.at("#baseUrl")).isVisible();
        visitor.at("summary")
                .filter(new Locator.FilterOptions().setHasText(visitor.says("providers.network")))
                .click();
        visitor.inspect("provider-new");
        chooseKinds();

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

    private void chooseKinds() {
        visitor.at("#kind").selectOption("anthropic");
        assertThat(visitor.at("#baseUrl")).hasValue("https://api.anthropic.com/v1");
        assertThat(visitor.at("#name")).hasValue("anthropic");
        visitor.at("#kind").selectOption("azure");
        assertThat(visitor.at("#baseUrl")).hasValue("");
        assertThat(visitor.at("[data-kind-of='azure'] input")).isVisible();
        visitor.inspect("provider-kind");
        visitor.at("#kind").selectOption("compatible");
        assertThat(visitor.at("[data-kind-of='azure'] input")).isHidden();
    }

    void test(String model) {
        visitor.at("#test-model").fill(model);
        visitor.at("#test button[type='submit']").click();
        assertThat(visitor.at("#test")).containsText(visitor.says("providers.test.works"));
        assertThat(visitor.at("#test")).containsText(AnsweringProvider.ANSWER);
        visitor.at("#test-client").selectOption("ANTHROPIC");
        visitor.at("#test input[name='streamed']").check();
        visitor.at("#test button[type='submit']").click();
        assertThat(visitor.at("#test blockquote")).hasText(AnsweringProvider.ANSWER);
        assertThat(visitor.at("#test")).containsText("1,200");
        visitor.at("#test summary").first().click();
        assertThat(visitor.at("#test-sent")).containsText(model);
        visitor.at("#test summary").last().click();
        assertThat(visitor.at("#test-answer")).containsText("message_stop");
        visitor.inspect("provider-tested");
    }

    /** Fetches the provider's list of models, and serves one of them. */
    void serve(String model) {
        visitor.button("providers.fetch").click();
        assertThat(visitor.at("#upstream input[name='names']")).hasCount(2);
        visitor.inspect();
        visitor.page()
                .getByLabel(model, new Page.GetByLabelOptions().setExact(true))
                .check();
        visitor.inspect("provider-models");
        visitor.button("providers.fetch.add").click();
        visitor.isTold("providers.models.added", 1);
        visitor.inspect("provider");
        visitor.open("/providers");
        visitor.inspect("providers");
    }

    /** Prices a model at one dollar per million tokens in, and two out. */
    void price(String model) {
        visitor.open("/models/new");
        visitor.inspect("model-new");
        visitor.open("/models");
        visitor.link(model).click();
        assertThat(visitor.at("h1")).hasText(model);
        visitor.at("[id='price.input']").fill("1");
        visitor.at("[id='price.output']").fill("2");
        visitor.button("common.save").click();
        visitor.isTold("pages.saved");
        visitor.inspect("model");
        visitor.open("/models");
        visitor.inspect("models");
    }

    /** Lets another provider answer a model when those before it cannot. */
    void alsoServe(String model, String provider) {
        visitor.page().navigate("/models");
        visitor.link(model).click();
        Locator form = visitor.at("form[action$='/deployments']");
        form.locator("[name='provider']").selectOption(new SelectOption().setLabel(provider));
        form.locator("[name='providerModel']").fill("other");
        form.locator("[name='rank.priority']").fill("2");
        form.locator("button[type='submit']").click();
        visitor.isTold("models.deployment.added");
        visitor.inspect("model-of-two");
    }

    /** Looks at a provider that refused its only call. */
    void lookAtTrouble(String path, String model) {
        visitor.open(path);
        Locator strip = visitor.at("#availability a.strip-cell");
        assertThat(strip).hasCount(1);
        assertThat(strip).hasClass(Pattern.compile(".*\\bstrip-many\\b.*"));
        assertThat(visitor.at("#dots .dot-quarantined")).hasCount(1);
        Locator place =
                visitor.at("tr").filter(new Locator.FilterOptions().setHasText(visitor.says("breaker.open", 0, 1)));
        assertThat(place.filter(new Locator.FilterOptions().setHasText(model)).locator(".dot-open"))
                .hasCount(1);
        visitor.inspect("provider-in-trouble");
        strip.click();
        visitor.page().waitForURL("**/logs?*");
        assertThat(visitor.at("#logs tbody tr")).hasCount(1);
        visitor.inspect();
    }

    void switchOff(String path) {
        visitor.open(path);
        visitor.button("pages.disable").click();
        visitor.isTold("providers.disabled");
        visitor.inspect("provider-off");
    }

    void switchOn() {
        visitor.button("pages.enable").click();
        visitor.isTold("providers.enabled");
        visitor.inspect();
    }

    /** A credential does not follow its provider to another host. */
    void failToMove(String path) {
        visitor.open(path + "/edit");
        visitor.at("#baseUrl").fill("http://127.0.0.2:" + upstream.port());
        visitor.button("common.save").click();
        assertThat(visitor.at("main")).containsText(visitor.says("providers.secret.moved"));
        visitor.inspect("provider-not-moved");
        visitor.open(path);
        assertThat(visitor.at("#provider")).containsText(upstream.url());
    }

    /** Adds keys that the provider does not know. */
    void addUnknownKeys(int count) {
        visitor.at("#import summary").click();
        visitor.at("#import-keys")
                .fill(IntStream.range(0, count)
                        .mapToObj(i -> "sk-unknown-0123456789-" + i)
                        .collect(Collectors.joining("\n")));
        visitor.at("#import button").click();
        visitor.isTold("providers.import.done", count);
        assertThat(visitor.at("#dots .dot-healthy")).hasCount(count + 1);
    }

    /** Checks all keys, leaves the page while that goes on, and finds it again. */
    void checkKeys(String path, int unknown) {
        upstream.hold();
        visitor.button("validation.start").click();
        Locator progress = visitor.at("#validation-progress");
        assertThat(progress).hasText(visitor.says("validation.progress", unknown, unknown + 1));
        visitor.inspect("provider-checking");
        visitor.open("/providers");
        assertThat(visitor.at("#providers")).containsText("%");
        visitor.open(path + "/edit");
        assertThat(progress).isVisible();
        visitor.open(path);
        upstream.release();
        assertThat(visitor.at("#validation")).containsText(visitor.says("validation.state.DONE"));
        assertThat(progress).hasText(visitor.says("validation.progress", unknown + 1, unknown + 1));
        assertThat(visitor.at("#validation")).containsText(visitor.says("validation.refused", unknown));
        visitor.page().reload();
        assertThat(visitor.at("#dots .dot-quarantined")).hasCount(unknown);
        visitor.inspect("provider-checked");
    }

    /** Uses one of the refused keys again. */
    void useAgain(int refused) {
        visitor.at("#credential-counts a")
                .filter(new Locator.FilterOptions().setHasText(visitor.says("credentials.state.QUARANTINED")))
                .click();
        Locator buttons = visitor.at("form[action$='/restore'] button");
        assertThat(buttons).hasCount(refused);
        buttons.first().click();
        visitor.isTold("providers.credential.restored");
        assertThat(visitor.at("#dots .dot-quarantined")).hasCount(refused - 1);
        visitor.inspect();
    }
}

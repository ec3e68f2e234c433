package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.SelectOption;

/** What an administrator asks of the page that tries a route. */
record SimulationSteps(Visitor visitor) {

    /** Who would serve a model of whose credentials four are refused; and what becomes of a model that nobody has. */
    void lookAtRefused(String model, String key) {
        visitor.open("/models/simulate");
        ask(model, key);
        assertThat(visitor.at("#answer .alert-success")).containsText("provider-checked");
        assertThat(visitor.at("#answer .alert-success")).containsText(visitor.says("simulate.verdict.text.ASKED"));
        Locator rows = visitor.at("#answer tbody tr");
        assertThat(rows).hasCount(6);
        assertThat(rows.filter(saying("simulate.verdict.ASKED"))).containsText(visitor.says("simulate.health.healthy"));
        Locator excluded = rows.filter(saying("simulate.verdict.PASSED_OVER"));
        assertThat(excluded).hasCount(4);
        assertThat(excluded.filter(saying("simulate.health.quarantined"))
                        .filter(saying("providers.trouble.UNAUTHORIZED")))
                .hasCount(4);
        visitor.inspect("simulated");
        ask("nobody-has-it", key);
        assertThat(visitor.at("#answer .alert-danger")).containsText(visitor.says("simulate.problem.model"));
        visitor.inspect("simulated-unknown");
    }

    private void ask(String model, String key) {
        visitor.at("#model").fill(model);
        visitor.at("#key").selectOption(new SelectOption().setLabel(key));
        visitor.at("#simulate button[type='submit']").click();
        visitor.page().waitForURL("**model=" + model + "*");
    }

    private Locator.FilterOptions saying(String message) {
        return new Locator.FilterOptions().setHasText(visitor.says(message));
    }

    /** Who would serve a model whose first provider is refused. */
    void lookAtFailover(String model, String key, String refused, String answering) {
        visitor.open("/models/simulate");
        ask(model, key);
        assertThat(visitor.at("#answer .alert-success")).containsText(answering);
        Locator rows = visitor.at("#candidates tbody tr");
        assertThat(rows).hasCount(2);
        assertThat(visitor.at("#candidates")).containsText(visitor.says("simulate.all", 2));
        assertThat(visitor.at("#candidate-counts"))
                .containsText(visitor.says("common.counted", visitor.says("simulate.health.quarantined"), 1));
        assertThat(rows.first()).containsText(answering);
        assertThat(rows.first()).containsText("$1.00 / $2.00");
        assertThat(rows.last()).containsText(refused);
        assertThat(rows.last()).containsText(visitor.says("simulate.verdict.PASSED_OVER"));
        visitor.inspect("simulated-failover");
    }
}

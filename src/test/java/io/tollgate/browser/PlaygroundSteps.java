package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.SelectOption;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;

/** What an administrator tries in the playground. */
record PlaygroundSteps(Visitor visitor, String site) {

    void ask(String model, String team) {
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
            assertThat(visitor.at("#code")).containsText(site);
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
}

package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.regex.Pattern;

/** What an administrator looks for in the request logs. */
record LogSteps(Visitor visitor) {

    private static final String TOKENS = "1,200";
    private static final String COST = "$0.001268"; // 1,200 at $1 and 34 at $2 per million

    /** Finds two answered calls of a model, and opens one. */
    void find(String model) {
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

    /** Finds a call that one provider refused and another answered, and opens it. */
    void findFailover(String model, String refused, String answered) {
        Locator rows = visitor.at("#logs tbody tr").filter(new Locator.FilterOptions().setHasText(COST));
        await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
            visitor.page().navigate("/logs?model=" + model);
            return rows.count() == 1;
        });
        rows.first().getByRole(AriaRole.LINK).click();
        Locator calls = visitor.at("#attempts tbody tr");
        assertThat(calls).hasCount(2);
        assertThat(calls.first()).containsText(refused);
        assertThat(calls.first()).containsText("401");
        assertThat(calls.first().locator("svg.fall-failed rect.fall-silence")).hasCount(1);
        assertThat(calls.last()).containsText(answered);
        assertThat(calls.last()).containsText(COST);
        assertThat(calls.last().locator("svg.fall:not(.fall-failed) rect.fall-answer"))
                .hasCount(1);
        assertThat(visitor.at("#decision")).containsText(visitor.says("trace.title"));
        visitor.inspect("exchange-failover");
    }
}

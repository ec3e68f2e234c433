package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;

/** What somebody looks at who wants to know how things are and how to connect. */
record TourSteps(Visitor visitor, String site) {

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

    void readOverview() {
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

    void connect(String model) {
        visitor.open("/connect");
        String baseUrl = site + "/v1";
        assertThat(visitor.at("#base-url")).hasValue(baseUrl);
        visitor.at("#model").selectOption(model);
        visitor.page().waitForURL("**model=" + model + "*");
        visitor.inspect("connect");
        Locator tabs = visitor.at("#connect .nav-link");
        for (int i = 0; i < tabs.count(); i++) {
            tabs.nth(i).click();
            assertThat(tabs.nth(i)).hasAttribute("aria-current", "page");
            assertThat(visitor.at("#snippet")).containsText(site);
            visitor.inspect();
        }
    }
}

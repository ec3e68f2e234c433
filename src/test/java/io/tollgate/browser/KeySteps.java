package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.SelectOption;
import java.util.List;
import java.util.regex.Pattern;

/** What an administrator does with a team and its key. */
record KeySteps(Visitor visitor) {

    void addTeam(String team) {
        visitor.open("/teams");
        visitor.at("#name").fill(team);
        visitor.button("teams.create").click();
        visitor.isTold("teams.created");
        assertThat(visitor.at("#teams")).containsText(team);
        visitor.inspect("teams");
    }

    /** Issues a key; returns the path of its page. */
    String issue(String name, String team) {
        visitor.open("/keys/new");
        visitor.inspect("key-new");
        visitor.at("#name").fill(name);
        visitor.at("#team").selectOption(new SelectOption().setLabel(team));
        visitor.button("keys.create").click();
        assertThat(visitor.at("#issued-key")).isVisible();
        visitor.inspect("key-issued");
        return visitor.path();
    }

    /** Copies the key that is shown, and is not shown again. */
    String take() {
        String key = visitor.at("#issued-key").inputValue();
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
        return key;
    }

    void limit(String keyPage) {
        setLimits("/limits" + keyPage.replace("/keys/", "/key/"));
    }

    /** Gives a team a budget; returns the path of its page. */
    String limitTeam(String team) {
        visitor.page().navigate("/teams");
        visitor.link(team).click();
        assertThat(visitor.at("#team")).isVisible();
        String path = visitor.path();
        setLimits("/limits" + path.replace("/teams/", "/team/"));
        return path;
    }

    private void setLimits(String page) {
        visitor.open(page);
        visitor.at("#rpm").fill("10000");
        visitor.at("#amount").fill("123456.789");
        visitor.button("common.save").click();
        visitor.isTold("pages.saved");
        visitor.open("/limits");
        visitor.inspect("limits");
    }

    /** Looks at what one call cost, and at what that leaves of the budget. */
    void lookAtSpending(String path) {
        visitor.open(path);
        Locator budget = visitor.at("#budget");
        assertThat(budget.getByTitle("$0.001268", new Locator.GetByTitleOptions().setExact(true)))
                .hasText("$0.00127");
        assertThat(budget.getByTitle("$123456.787732")).hasText("$123456.79");
        for (String part : List.of("spending.spent", "spending.reserved", "spending.free")) {
            assertThat(budget).containsText(visitor.says(part));
        }
        assertThat(visitor.page().evaluate("() => Chart.getChart(document.querySelector('#budget canvas')) != null"))
                .isEqualTo(true);
        visitor.inspect(path.startsWith("/teams/") ? "team-spending" : "key-spending");
    }

    /** Puts a new key in the place of one, which works on for an hour. */
    String rotate(String path) {
        visitor.open(path);
        visitor.at("#hours").fill("1");
        visitor.at("form[action$='/rotate'] button").click();
        assertThat(visitor.at("#issued-key")).isVisible();
        visitor.inspect("key-rotated");
        return visitor.at("#issued-key").inputValue();
    }

    void revoke() {
        visitor.button("keys.revoke.button").click();
        visitor.isTold("keys.revoked");
        visitor.inspect("key-revoked");
    }
}

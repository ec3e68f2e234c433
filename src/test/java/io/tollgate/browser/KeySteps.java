package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.SelectOption;
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

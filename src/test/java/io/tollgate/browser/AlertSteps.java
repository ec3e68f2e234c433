package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;

/** What an administrator does about alerts. */
record AlertSteps(Visitor visitor, AlertReceiver receiver) {

    private static final String RULE_LINK = "a[href$='/alerts/rules/error-rate']";

    /** Adds a webhook, at the second try. */
    void addChannel(String name) {
        visitor.open("/alerts");
        visitor.button("alerts.channel.new").click();
        visitor.at("#name").fill(name);
        visitor.at("#address").fill("http://10.1.2.3/hook");
        visitor.button("common.save").click();
        assertThat(visitor.at("#channel")).containsText(visitor.says("alerts.channel.address.private"));
        visitor.inspect("alerts-channel-refused");
        visitor.at("#address").fill(receiver.url());
        visitor.button("common.save").click();
        visitor.isTold("alerts.channel.saved");
        assertThat(visitor.page().content()).doesNotContain(AlertReceiver.TOKEN);
        visitor.inspect("alerts-channel-added");
    }

    /** Sends a test message that arrives, and one that is not taken; {@code title} is in the channel's language. */
    void test(String name, String title) {
        openChannel(name);
        long before = receiver.tests(title);
        visitor.button("alerts.channel.test").click();
        visitor.isTold("alerts.channel.test.sent");
        assertThat(receiver.tests(title)).isEqualTo(before + 1);
        visitor.inspect("alerts-channel-tested");
        receiver.take(false);
        visitor.button("alerts.channel.test").click();
        assertThat(visitor.at(".alert-danger"))
                .containsText(visitor.says("alerts.channel.test.failed", "").strip());
        assertThat(visitor.at(".alert-danger")).containsText("500");
        visitor.inspect("alerts-channel-failed");
        receiver.take(true);
    }

    private void openChannel(String name) {
        visitor.page().navigate("/alerts");
        visitor.link(name).click();
        assertThat(visitor.at("#name")).hasValue(name);
    }

    private Locator rule() {
        return visitor.at("tr:has(" + RULE_LINK + ")");
    }

    void muteAndUnmute() {
        visitor.page().navigate("/alerts");
        rule().locator("form[action$='/alerts/mutes'] button").click();
        visitor.isTold("alerts.mute.done");
        assertThat(visitor.at("#alerts")).containsText(visitor.says("alerts.mute.by", GatewayProcess.NAME));
        visitor.inspect("alerts-muted");
        visitor.at("form[action$='/end'] button").click();
        visitor.isTold("alerts.mute.ended");
        assertThat(visitor.at("form[action$='/end']")).hasCount(0);
    }

    /** Changes from which share of failures on it is told, at the second try. */
    void changeThreshold(int percent) {
        visitor.page().navigate("/alerts");
        visitor.at(RULE_LINK).click();
        visitor.at("#threshold").fill("0");
        visitor.button("common.save").click();
        assertThat(visitor.at("#rule")).containsText(visitor.says("alerts.rule.number.invalid", 1, 100));
        visitor.inspect("alerts-rule-refused");
        visitor.at("#threshold").fill(Integer.toString(percent));
        visitor.button("common.save").click();
        visitor.isTold("pages.saved");
        assertThat(rule()).containsText(visitor.says("alerts.rule.when.percent", percent));
    }

    void deleteChannel(String name) {
        openChannel(name);
        visitor.button("alerts.channel.retire").click();
        visitor.isTold("alerts.channel.retired");
        assertThat(visitor.link(name)).hasCount(0);
        visitor.inspect();
    }
}

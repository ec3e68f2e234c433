package io.tollgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;

/** What an administrator sets for all of the gateway. */
record SettingSteps(Visitor visitor) {

    void changeStrategy() {
        visitor.open("/models/routing");
        String before = visitor.at("#strategy").inputValue();
        for (String strategy : List.of("least-used", before)) {
            visitor.at("#strategy").selectOption(strategy);
            visitor.button("common.save").click();
            visitor.isTold("pages.saved");
            visitor.page().reload();
            assertThat(visitor.at("#strategy")).hasValue(strategy);
            visitor.inspect();
        }
    }

    void changeRetention() {
        visitor.open("/system/retention");
        String before = visitor.at("#records").inputValue();
        visitor.at("#records").fill("71");
        visitor.button("common.save").click();
        visitor.isTold("retention.saved");
        visitor.open("/system/retention");
        assertThat(visitor.at("#records")).hasValue("71");
        visitor.button("retention.forget").click();
        visitor.isTold("retention.forgotten");
        visitor.open("/system/retention");
        assertThat(visitor.at("#records")).hasValue(before);
    }
}

package io.tollgate.proxy;

import static io.tollgate.proxy.AlertingGateway.RECEIVER;
import static io.tollgate.proxy.AlertingGateway.SMTP;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.alert.AlertLog;
import io.tollgate.alert.AlertRule;
import io.tollgate.alert.AlertRules;
import io.tollgate.alert.Receiver.Posted;
import io.tollgate.alert.Rule;
import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.proxy.Limited.Pass;
import io.tollgate.routing.HealthBook;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;
import tools.jackson.databind.JsonNode;

/** What goes wrong in real requests is told once, and again when it is over. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = AlertingGateway.class)
@Import({Gateway.class, Limited.class})
@ExtendWith(GatewaySettings.Reset.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class AlertTests {

    private static final long CENT = 10_000_000L;
    private static final String REFUSED = "{\"error\":{\"message\":\"no\",\"code\":\"invalid_api_key\"}}";

    private final Gateway gateway;
    private final Limited limited;
    private final HealthBook healths;
    private final AlertRules rules;
    private final AlertLog alerts;
    private final Ids ids;

    AlertTests(Gateway gateway, Limited limited, HealthBook healths, AlertRules rules, AlertLog alerts, Ids ids) {
        this.gateway = gateway;
        this.limited = limited;
        this.healths = healths;
        this.rules = rules;
        this.alerts = alerts;
        this.ids = ids;
    }

    private Pass team() {
        return limited.key(team -> team.setBudget(new Budget(CENT, BudgetPeriod.MONTH)), key -> {});
    }

    /** A request whose answer costs so many percent of a cent. */
    private void spend(Pass pass, int percent) {
        long tokens = CENT * percent / 100 / 600;
        FIRST.then(Reply.json("""
                {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
                "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
                "usage":{"prompt_tokens":1,"completion_tokens":%d,"total_tokens":%d}}""".formatted(tokens, tokens + 1)));
        Gateway.Reply reply = limited.chat(pass, "gpt", "\"max_tokens\":5");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        gateway.record(reply);
    }

    /** What the webhook was told of one subject by one rule. */
    private static List<String> told(Rule rule, String name) {
        return RECEIVER.at("/hook").stream()
                .map(Posted::json)
                .filter(json -> json.path("data").path("rule").asString("").equals(rule.id()))
                .filter(json -> json.path("data").path("alerts").valueStream().anyMatch(alert -> isOf(alert, name)))
                .map(json -> json.path("type").asString())
                .toList();
    }

    private static boolean isOf(JsonNode alert, String name) {
        return alert.path("name").asString().equals(name);
    }

    private static void awaitTold(Rule rule, String name, String... types) {
        await().untilAsserted(() -> assertThat(told(rule, name)).containsExactly(types));
    }

    @Test
    void aBudgetIsToldOnceAtEachThreshold() {
        Pass pass = team();
        String name = pass.team().getName();
        spend(pass, 50);
        spend(pass, 35);
        awaitTold(Rule.BUDGET_NEARLY_SPENT, name, "alert.began");
        assertThat(told(Rule.BUDGET_SPENT, name)).isEmpty();
        spend(pass, 5);
        spend(pass, 20);
        awaitTold(Rule.BUDGET_SPENT, name, "alert.began");
        limited.chat(pass, "gpt").isError(429, "insufficient_quota");

        Pass later = team();
        spend(later, 101);
        awaitTold(Rule.BUDGET_SPENT, later.team().getName(), "alert.began");

        assertThat(told(Rule.BUDGET_NEARLY_SPENT, name)).containsExactly("alert.began");
        assertThat(told(Rule.BUDGET_SPENT, name)).containsExactly("alert.began");
        assertThat(RECEIVER.at("/hook").stream().map(Posted::text))
                .anyMatch(text -> text.contains("\"month\""))
                .noneMatch(text -> text.contains("#alerts."));
    }

    @Test
    void aBudgetThatRefusesIsSpentBeforeItsLastCent() {
        Pass pass = team();
        spend(pass, 95);
        awaitTold(Rule.BUDGET_NEARLY_SPENT, pass.team().getName(), "alert.began");
        limited.chat(pass, "gpt", "\"max_tokens\":20000").isError(429, "insufficient_quota");

        awaitTold(Rule.BUDGET_SPENT, pass.team().getName(), "alert.began");
    }

    @Test
    void aRefusedCredentialIsToldAndSoIsItsReturn() {
        AlertRule down = new AlertRule(ids.next(), Rule.PROVIDER_DOWN, Source.CONSOLE, Instant.now());
        down.set(new Rule.Numbers(0, 0, 0, 0), null);
        rules.save(down);
        int mails = SMTP.mails().size();
        FIRST.then(Reply.status(401, "application/json", REFUSED));
        gateway.post(Gateway.CHAT, Limited.body("ollamas")); // no such model: nobody is blamed
        gateway.post(Gateway.CHAT, Limited.body("gpt")).isError(502, "upstream_auth_error");

        awaitTold(Rule.CREDENTIAL_OUT, "one", "alert.began");
        awaitTold(Rule.PROVIDER_DOWN, "first", "alert.began");
        assertThat(alerts.lasting()).extracting(alert -> alert.rule()).contains(Rule.CREDENTIAL_OUT);
        await().untilAsserted(() -> assertThat(SMTP.mails())
                .hasSizeGreaterThanOrEqualTo(mails + 2)
                .anySatisfy(mail -> assertThat(mail)
                        .contains("To: ops@example.com", "Subject: Tollgate: Credential refused")
                        .contains("Credential one of provider first is not used any more: the provider refuses it.")
                        .contains("https://tollgate.example.com/alerts")));

        healths.restore();
        awaitTold(Rule.CREDENTIAL_OUT, "one", "alert.began", "alert.over");
        awaitTold(Rule.PROVIDER_DOWN, "first", "alert.began", "alert.over");
        assertThat(alerts.past(50)).extracting(alert -> alert.rule()).contains(Rule.CREDENTIAL_OUT);
    }

    @Test
    void failuresAreToldByModelAndANameDoesNoHarm() {
        AlertRule rate = new AlertRule(ids.next(), Rule.ERROR_RATE, Source.CONSOLE, Instant.now());
        rate.set(new Rule.Numbers(50, 10, 4, 0), null);
        rules.save(rate);
        String name = "wild-[x](http://evil.example)<@all>";
        for (int i = 0; i < 4; i++) {
            FIRST.then(i == 0 ? FakeProvider.USUAL : Reply.status(500, "application/json", "{}"));
            healths.restore();
            gateway.records(gateway.post(Gateway.CHAT, Limited.body(name)).header("x-request-id"));
        }

        await().until(() ->
                RECEIVER.at("/ding").stream().anyMatch(post -> post.text().contains("wild-")));
        Posted post = RECEIVER.at("/ding").stream()
                .filter(each -> each.text().contains("wild-"))
                .findFirst()
                .orElseThrow();
        assertThat(post.uri().getQuery()).contains("access_token=", "timestamp=", "sign=");
        String text = post.json().path("markdown").path("text").asString();
        assertThat(text)
                .contains("10 分钟内 75 % 的请求失败（4 个中的 3 个）")
                .contains("wild-［x］（http: //evil.example）＜＠all＞")
                .contains("[打开控制台](https://tollgate.example.com/alerts)");
        assertThat(alerts.lasting()).anyMatch(alert -> alert.subject().name().equals(name));
    }
}

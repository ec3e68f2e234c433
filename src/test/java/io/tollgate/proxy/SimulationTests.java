package io.tollgate.proxy;

import static io.tollgate.proxy.Faults.error;
import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.CANARY;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.VirtualKeys;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** The page that says who would serve a model for a key now, beside what then happens. */
@RetryingGateway.Test
class SimulationTests {

    private final Gateway gateway;
    private final VirtualKeys keys;

    SimulationTests(Gateway gateway, VirtualKeys keys) {
        this.gateway = gateway;
        this.keys = keys;
    }

    private Gateway.Reply chat(String key, String model) {
        return gateway.send(gateway.request(CHAT)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}")));
    }

    /** What the page says, without its first part, which is the form. */
    private String simulate(String key, String model, String more) {
        String id = keys.findByLiveName(key).orElseThrow().getId().toString();
        Gateway.Reply page = Browser.signIn(gateway, "root", GatewaySettings.ADMIN_PASSWORD)
                .send("GET", "/models/simulate?model=" + model + "&key=" + id + more);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("id=\"answer\"").doesNotContain(CANARY, "??");
        return page.text().substring(page.text().indexOf("id=\"answer\""));
    }

    @Test
    void saysWhoWouldAnswerAndAsksNobody() {
        assertThat(simulate("caller", "pair", ""))
                .contains("primary / one would answer with the model p.", "Asked first", "Asked if those before fail")
                .contains("By priority, then by weight", "Healthy");
        assertThat(simulate("caller", "old-pair", ""))
                .contains("old-pair leads to pair.", "primary / one would answer");
        assertThat(simulate("caller", "star-x", "")).contains("the star stands for “x”", "with the model up-x.");
        assertThat(simulate("caller", "pair", "&provider=backup&conversation=c1"))
                .contains("backup / one would answer with the model b.", "The conversation stays with one credential");
        assertThat(PRIMARY.received()).isEmpty();
        assertThat(BACKUP.received()).isEmpty();
    }

    @Test
    void passesOverWhomTheNextRequestPassesOver() {
        PRIMARY.then(error(429, "{}", "Retry-After: 30"));
        chat(GatewaySettings.KEY, "pair");

        assertThat(simulate("caller", "pair", ""))
                .contains("backup / one would answer with the model b.", "Passed over", "Left alone", "Rate limited");
        assertThat(chat(GatewaySettings.KEY, "pair").header("x-tollgate-provider"))
                .isEqualTo("backup");
        assertThat(simulate("caller", "alone", "")).contains("primary / one would answer");
        assertThat(simulate("caller", "main", "")).contains("Fallback model", "upstream-good");
    }

    @Test
    void knowsWhoIsQuarantinedAndThatNobodyIsLeft() {
        PRIMARY.then(error(401, "{}"));
        chat(GatewaySettings.KEY, "alone");

        assertThat(simulate("caller", "alone", ""))
                .contains("Nobody would answer", "Quarantined", "Refused by the provider", "upstream_auth_error");
        assertThat(simulate("caller", "main", "")).contains("backup / one would answer", "Fallback model");
    }

    @Test
    void explainsRefusals() {
        assertThat(simulate("caller", "no-such-model", "")).contains("404 model_not_found");
        assertThat(simulate("bound", "pair", "")).contains("403 model_not_allowed");
        assertThat(simulate("bound", "alone", "&tags=eu")).contains("403 choice_not_allowed");
        assertThat(simulate("caller", "pair", "&tags=eu")).contains("400 no_matching_provider");
        assertThat(simulate("bound", "alone", "")).contains("would answer with the model p.");
        chat(GatewaySettings.BOUND_KEY, "alone");
        assertThat(simulate("bound", "alone", ""))
                .contains("429 rate_limit_exceeded", "At a limit of the Key: requests a minute");
    }
}

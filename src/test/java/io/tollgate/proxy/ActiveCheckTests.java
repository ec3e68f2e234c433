package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.WatchedGateway.CANARY;
import static io.tollgate.proxy.WatchedGateway.CHECKED;
import static io.tollgate.proxy.WatchedGateway.KNOCKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.routing.Condition;
import io.tollgate.routing.HealthBook;
import io.tollgate.routing.Reason;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What checks of providers find while nobody calls them, and what follows. */
@WatchedGateway.Test
class ActiveCheckTests {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BODY = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final Gateway gateway;
    private final HealthBook health;

    ActiveCheckTests(Gateway gateway, HealthBook health) {
        this.gateway = gateway;
        this.health = health;
    }

    @AfterEach
    void mend() {
        WatchedGateway.mend(health);
    }

    private static Reply[] always(Reply reply) {
        return Collections.nCopies(50, reply).toArray(Reply[]::new);
    }

    @Test
    void asksForModelsWithTheCredentialAndNothingElse() {
        await().atMost(SOON).until(() -> CHECKED.received().size() >= 3);

        assertThat(CHECKED.received()).allSatisfy(received -> {
            assertThat(received.line()).isEqualTo("GET /v1/models HTTP/1.1");
            assertThat(received.headers("traceparent")).isEmpty();
        });
        assertThat(CHECKED.received())
                .as("with a made-up key once at the most")
                .filteredOn(received -> !("Bearer " + CANARY).equals(received.header("Authorization")))
                .hasSizeLessThan(2);
    }

    @Test
    void knocksAtAPath() {
        KNOCKED.then(always(Reply.status(404, null, "")));
        await().atMost(SOON).until(() -> !KNOCKED.received().isEmpty());

        assertThat(KNOCKED.received().getFirst().line()).isEqualTo("HEAD /v1/up HTTP/1.1");
        assertThat(health.troubles()).isEmpty();
    }

    @Test
    void leavesAProviderAloneThatIsNotThere() {
        CHECKED.then(always(Reply.status(503, "application/json", "{}")));

        await().atMost(SOON)
                .until(() -> health.troubles().values().stream()
                        .anyMatch(condition ->
                                condition instanceof Condition.Cooling cooling && cooling.reason() == Reason.TROUBLE));

        gateway.post(CHAT, BODY.formatted("gpt")).json();
        gateway.post(CHAT, BODY.formatted("checked")).isError(503, "upstream_unavailable");
        assertThat(CHECKED.received()).noneMatch(received -> received.line().startsWith("POST"));
    }

    @Test
    void quarantinesACredentialThatIsRefusedAndBringsItBack() {
        CHECKED.then(always(Reply.status(401, "application/json", "{}")));
        await().atMost(SOON)
                .until(() -> health.troubles().values().stream().anyMatch(Condition.Quarantined.class::isInstance));

        gateway.post(CHAT, BODY.formatted("checked")).isError(502, "upstream_auth_error");

        CHECKED.forget();
        await().atMost(SOON).until(() -> health.troubles().isEmpty());
        assertThat(gateway.post(CHAT, BODY.formatted("checked")).status()).isEqualTo(200);
    }
}

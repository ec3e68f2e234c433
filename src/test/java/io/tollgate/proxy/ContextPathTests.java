package io.tollgate.proxy;

import static io.tollgate.proxy.GatewaySettings.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The gateway below a path of its own, and with keys allowed in the query. */
@GatewayTest
@TestPropertySource(properties = {"server.servlet.context-path=/llm", "tollgate.proxy.query-key=true"})
class ContextPathTests {

    private static final String BODY =
            "{\"model\":\"gpt\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private final Gateway gateway;

    ContextPathTests(Gateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void answersBelowThePathOnly() {
        Gateway.Reply reply = gateway.post("/llm/v1/chat/completions", BODY);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(FIRST.only().line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(gateway.post("/llm/api/v1/chat/completions", BODY).status()).isEqualTo(200);
        assertThat(gateway.get("/llm/v1/models/Team%20A/model%20v1.5")
                        .json()
                        .path("id")
                        .asString())
                .isEqualTo("Team A/model v1.5");
        gateway.get("/llm/v1/files").isError(404, "endpoint_not_offered");
        gateway.get("/llm/v1/nothing").isError(404, "unknown_path");
        assertThat(gateway.send(gateway.request("/llm/health/ready")).status()).isEqualTo(200);
        assertThat(gateway.post("/v1/chat/completions", BODY).status()).isEqualTo(404);
        assertThat(FIRST.received()).hasSize(2);
    }

    @Test
    void takesAKeyFromTheQueryWhereThatIsAllowed() {
        assertThat(gateway.send(gateway.request("/llm/v1/models?x=1&api_key=" + GatewaySettings.KEY))
                        .status())
                .isEqualTo(200);
        assertThat(gateway.send(gateway.authorized("/llm/v1/models?api_key=" + GatewaySettings.KEY))
                        .status())
                .isEqualTo(200);
        gateway.send(gateway.authorized("/llm/v1/models?api_key=other")).isError(401, "ambiguous_api_key");
        gateway.send(gateway.request("/llm/v1/models?api_key=a&api_key=b")).isError(401, "ambiguous_api_key");
        gateway.send(gateway.request("/llm/v1/models?api_key=%00")).isError(401, "invalid_api_key");
        gateway.send(gateway.request("/llm/v1/models?api_key=")).isError(401, "missing_api_key");
    }
}

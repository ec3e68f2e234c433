package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.GatewaySettings.ENCRYPTED;
import static io.tollgate.proxy.GatewaySettings.OUTBOUND_PROXY;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How a provider is reached: through an outbound proxy, by TLS with an authority of its own, or not in time. */
@GatewayTest
class NetworkTests {

    private final Gateway gateway;

    NetworkTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private Gateway.Reply chat(String model) {
        return gateway.post(
                CHAT, "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    @Test
    void callsGoThroughTheProvidersProxyAndNotAroundIt() {
        Gateway.Reply reply = chat("behind-proxy");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        Received received = OUTBOUND_PROXY.only();
        assertThat(received.line()).isEqualTo("POST " + SECOND.url() + "/v1/chat/completions HTTP/1.1");
        assertThat(received.text()).contains("\"model\":\"p\"");
        assertThat(SECOND.received()).isEmpty();
    }

    @Test
    void whatTheOutboundProxyRefusesIsNotTheClientsFault() {
        OUTBOUND_PROXY.then(FakeProvider.Reply.status(407, "text/plain", "No"));

        chat("behind-proxy").isError(502, "upstream_proxy_refused");
    }

    @Test
    void aProvidersOwnAuthorityIsTrusted() {
        Gateway.Reply reply = chat("own-ca");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(ENCRYPTED.only().header("Authorization")).isEqualTo("Bearer " + GatewaySettings.UPSTREAM_KEY);
    }

    @Test
    void anUnknownAuthorityIsNot() {
        chat("unknown-ca").isError(502, "upstream_tls");

        assertThat(ENCRYPTED.received()).isEmpty();
    }

    @Test
    void aConnectionThatIsNotAcceptedInTimeIsGivenUp() {
        chat("busy").isError(504, "upstream_connect_timeout");
    }

    @Test
    void anotherProviderAnswersWhenAConnectionIsNotAcceptedInTime() {
        Gateway.Reply reply = chat("busy-pair");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(SECOND.received()).hasSize(1);
    }
}

package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.OUTBOUND_PROXY;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.proxy.FakeProvider.Wire;
import io.tollgate.usage.UsageRecord.Outcome;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** A provider that closes a connection kept open is asked again on a new one, once, and nobody notices. */
@GatewayTest
class StaleConnectionTests {

    private static final String END =
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";
    /** Its end comes with its last event, so that its connection is kept for certain. */
    private static final Reply STREAM = wire -> {
        wire.beginEvents();
        wire.event(END);
        wire.raw("e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n");
    };

    static final List<Named<Reply>> CLOSINGS =
            List.of(Named.of("reset", Reply.reset()), Named.of("closed", (Reply) Wire::hangUp));

    private final Gateway gateway;

    StaleConnectionTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private Gateway.Reply chat(String model, boolean stream) {
        return gateway.post(
                CHAT,
                "{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    private static Reply thenClose(Reply reply) {
        return wire -> {
            reply.to(wire);
            wire.hangUp();
        };
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("CLOSINGS")
    void asksAgainOnANewConnection(Reply closing) {
        FIRST.then(FakeProvider.USUAL, closing, FakeProvider.USUAL);
        chat("pair", false);

        Gateway.Reply reply = chat("pair", false);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(FIRST.received()).hasSize(3);
        Received asked = FIRST.received().getLast();
        assertThat(asked.text()).isEqualTo(FIRST.received().get(1).text());
        assertThat(asked.headerNames())
                .containsExactlyInAnyOrderElementsOf(FIRST.received().get(1).headerNames());
        assertThat(SECOND.received()).isEmpty();
        assertThat(gateway.record(reply)).satisfies(row -> {
            assertThat(row.attempts()).isOne();
            assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        });
    }

    @Test
    void asksAgainBehindAFinishedStream() {
        FIRST.then(STREAM, Reply.reset(), STREAM);
        chat("gpt", true);

        Gateway.Reply reply = chat("gpt", true);

        assertThat(reply.events()).contains("[DONE]").hasSize(2);
        assertThat(FIRST.received()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void isNotHurtByAProviderThatClosesAfterEveryAnswer(boolean stream) {
        Reply once = thenClose(stream ? STREAM : FakeProvider.USUAL);
        FIRST.then(once, once, once, once, once);

        for (int i = 0; i < 5; i++) {
            Gateway.Reply reply = chat("gpt", stream);
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        }
        assertThat(FIRST.received()).hasSize(5);
    }

    @Test
    void asksAgainOnce() {
        FIRST.then(FakeProvider.USUAL, Reply.reset(), Reply.reset(), FakeProvider.USUAL);
        chat("gpt", false);

        chat("gpt", false).isError(502, "upstream_reset");

        assertThat(FIRST.received()).hasSize(3);
    }

    @Test
    void leavesTheRestToTheNextProvider() {
        FIRST.then(FakeProvider.USUAL, Reply.reset(), Reply.reset());
        chat("pair", false);

        Gateway.Reply reply = chat("pair", false);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(gateway.record(reply).attempts()).isEqualTo(2);
        assertThat(FIRST.received()).hasSize(3);
        assertThat(SECOND.received()).hasSize(1);
    }

    @Test
    void doesNotAskAgainWhenAnAnswerHasBegun() {
        FIRST.then(FakeProvider.USUAL, wire -> {
            wire.raw("H");
            wire.hangUp();
        });
        chat("gpt", false);

        assertThat(chat("gpt", false).status()).isEqualTo(502);

        assertThat(FIRST.received()).hasSize(2);
    }

    @Test
    void doesNotAskAgainWhenTimeIsUp() {
        FIRST.then(FakeProvider.USUAL, Reply.silence());
        chat("hasty-start", false);

        chat("hasty-start", false).isError(504, "upstream_timeout");

        assertThat(FIRST.received()).hasSize(2);
    }

    @Test
    void asksAgainThroughAnOutboundProxy() {
        OUTBOUND_PROXY.then(FakeProvider.USUAL, Reply.reset());
        chat("behind-proxy", false);

        Gateway.Reply reply = chat("behind-proxy", false);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(OUTBOUND_PROXY.received()).hasSize(3);
    }
}

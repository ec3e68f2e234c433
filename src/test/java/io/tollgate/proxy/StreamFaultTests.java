package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static io.tollgate.proxy.GatewaySettings.UPSTREAM_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a stream that has begun: it ends well, or with an error that says so, and never goes on alone. */
@GatewayTest
class StreamFaultTests {

    private static final String HEL = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}";
    private static final String LO =
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}";

    private final Gateway gateway;

    StreamFaultTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private static String request(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    private static Stream<Arguments> cuts() {
        return Stream.of(
                Arguments.of(
                        Named.of("reset", (Reply) wire -> {
                            begin(wire);
                            wire.reset();
                        }),
                        "upstream_reset"),
                Arguments.of(
                        Named.of("closed without a terminator", (Reply) wire -> {
                            begin(wire);
                            wire.hangUp();
                        }),
                        "upstream_reset"),
                Arguments.of(
                        Named.of("ended without a reason", (Reply) wire -> {
                            begin(wire);
                            wire.end();
                        }),
                        "upstream_truncated"),
                Arguments.of(
                        Named.of("ended inside an event", (Reply) wire -> {
                            begin(wire);
                            wire.chunk("data: " + LO);
                            wire.end();
                        }),
                        "upstream_truncated"),
                Arguments.of(
                        Named.of("one of two choices ended", (Reply) wire -> {
                            begin(wire);
                            wire.event(
                                    "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}");
                            wire.end();
                        }),
                        "upstream_truncated"),
                Arguments.of(
                        Named.of("no JSON", (Reply) wire -> {
                            begin(wire);
                            wire.event("{\"choices\":");
                            wire.awaitClose();
                        }),
                        "upstream_bad_response"),
                Arguments.of(
                        Named.of("an event without end", (Reply) wire -> {
                            begin(wire);
                            for (int i = 0; i < 5 * 16; i++) {
                                wire.chunk("x".repeat(64 * 1024));
                            }
                            wire.awaitClose();
                        }),
                        "upstream_bad_response"),
                Arguments.of(
                        Named.of("an error", (Reply) wire -> {
                            begin(wire);
                            wire.event("{\"error\":{\"message\":\"Overloaded with " + UPSTREAM_KEY + " at "
                                    + FIRST.url() + "\",\"code\":\"overloaded\"}}");
                            wire.awaitClose();
                        }),
                        "overloaded"));
    }

    private static void begin(FakeProvider.Wire wire) throws IOException {
        wire.beginEvents();
        wire.event(HEL);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void endsWithAnError(Reply cut, String code) {
        FIRST.then(cut);

        Gateway.Reply reply = gateway.post(CHAT, request("pair", true));

        List<String> events = reply.events();
        assertThat(events).hasSize(events.size() > 2 ? 3 : 2).startsWith(HEL).doesNotContain("[DONE]");
        assertThat(json(events.getLast()).path("error").path("code").asString()).isEqualTo(code);
        assertThat(reply.text()).doesNotContain(UPSTREAM_KEY, "127.0.0.1").endsWith("}\n\n");
        assertThat(SECOND.received()).isEmpty();
        assertThat(gateway.record(reply)).satisfies(row -> {
            assertThat(row.outcome()).isEqualTo(Outcome.TRUNCATED);
            assertThat(row.errorCode()).isEqualTo(code);
            assertThat(row.status()).isEqualTo(200);
            assertThat(row.attempts()).isOne();
            assertThat(row.firstByteMicros()).isNotNull();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void failsAsAWholeWhenCollected(Reply cut, String code) {
        FIRST.then(cut);

        Gateway.Reply reply = gateway.post(CHAT, request("collected", false));

        reply.isError(502, code);
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @Test
    void endsWellWithoutTheLastWord() {
        FIRST.then(Reply.events(HEL, LO));

        Gateway.Reply reply = gateway.post(CHAT, request("gpt", true));

        assertThat(reply.events()).containsExactly(HEL, LO, "[DONE]");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void endsWellOnTheLastWordWhateverFollows() throws InterruptedException {
        FIRST.then(wire -> {
            begin(wire);
            wire.event(LO);
            wire.event("[DONE]");
            wire.awaitClose();
        });

        Gateway.Reply reply = gateway.post(CHAT, request("gpt", true));

        assertThat(reply.events()).containsExactly(HEL, LO, "[DONE]");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(FIRST.only().isClosedSoon()).isTrue();
    }

    @Test
    void takesEventsInAnyFraming() {
        FIRST.then(wire -> {
            wire.beginEvents();
            byte[] all = ("\uFEFF: welcome\r\n\r\nretry: 5\r\ndata:" + HEL.replace("Hel", "Hél🌏") + "\r\n\r\n"
                            + "event: ping\n\nid: 7\rdata: {\"choices\":[\rdata:{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\r\r"
                            + ":\n\ndata: [DONE]\n\n")
                    .getBytes(StandardCharsets.UTF_8);
            for (byte b : all) {
                wire.chunk(new byte[] {b});
            }
            wire.end();
        });

        Gateway.Reply reply = gateway.post(CHAT, request("gpt", true));

        assertThat(reply.events()).hasSize(3).last().isEqualTo("[DONE]");
        assertThat(reply.events().getFirst()).isEqualTo(HEL.replace("Hel", "Hél🌏"));
        assertThat(json(reply.events().get(1))).isEqualTo(json(LO));
    }

    @Test
    void givesUpWhenTheUpstreamStalls() throws InterruptedException {
        FIRST.then(wire -> {
            begin(wire);
            wire.awaitClose();
        });

        Gateway.Reply reply = gateway.post(CHAT, request("hasty-middle", true));

        assertThat(reply.events()).hasSize(2);
        assertThat(json(reply.events().getLast()).path("error").path("code").asString())
                .isEqualTo("upstream_stalled");
        assertThat(FIRST.only().isClosedSoon()).isTrue();
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.UPSTREAM_TIMEOUT);
    }

    @Test
    void givesUpWhenAWholeAnswerStalls() {
        FIRST.then(wire -> {
            wire.begin("application/json");
            wire.chunk("{\"choices\":[");
            wire.awaitClose();
        });

        Gateway.Reply reply = gateway.post(CHAT, request("hasty-middle", false));

        reply.isError(504, "upstream_stalled");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.UPSTREAM_TIMEOUT);
    }

    @Test
    void givesUpWhenTheWholeTakesTooLong() {
        FIRST.then(wire -> {
            wire.beginEvents();
            drip(wire);
        });

        Gateway.Reply reply = gateway.post(CHAT, request("hasty-whole", true));

        assertThat(json(reply.events().getLast()).path("error").path("code").asString())
                .isEqualTo("upstream_timeout");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.UPSTREAM_TIMEOUT);
    }

    /** Sends events, with a pause after each, until the gateway closes the connection. */
    private static void drip(FakeProvider.Wire wire) throws IOException {
        try {
            do {
                wire.event(HEL);
            } while (!wire.request().closed().await(20, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void cancelsTheCallWhenTheClientLeaves() throws Exception {
        FIRST.then(wire -> {
            wire.beginEvents();
            drip(wire);
        });

        HttpResponse<InputStream> response = gateway.open(CHAT, request("gpt", true));
        String id = response.headers().firstValue("x-request-id").orElseThrow();
        try (InputStream body = response.body()) {
            assertThat(body.read()).isEqualTo('d');
        }

        assertThat(FIRST.only().isClosedSoon()).isTrue();
        UsageRecord row = gateway.record(id);
        assertThat(row.outcome()).isEqualTo(Outcome.CLIENT_CANCELLED);
        assertThat(row.status()).isEqualTo(499);
        assertThat(row.firstByteMicros()).isPositive();
    }

    /** The provider has worked, though nothing of it has reached the client. */
    @Test
    void clientThatLeavesBeforeTheFirstPieceIsPaidFor() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        FIRST.then(wire -> {
            wire.beginEvents();
            wire.await(left);
            drip(wire);
        });
        String body = request("gpt", true);
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.getOutputStream()
                    .write(("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + GatewaySettings.KEY + "\r\nContent-Type: application/json\r\nx-request-id: "
                                    + "left-early\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> FIRST.received().size() == 1);
            client.setSoLinger(true, 0);
        }
        left.countDown();

        assertThat(FIRST.only().isClosedSoon()).isTrue();
        UsageRecord row = gateway.record("left-early");
        assertThat(row.outcome()).isEqualTo(Outcome.CLIENT_CANCELLED);
        assertThat(row.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
        assertThat(row.usage().outputTokens()).isPositive();
        assertThat(row.costNano()).isPositive();
    }

    @Test
    void sendsEachEventAtOnce() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        FIRST.then(wire -> {
            begin(wire);
            wire.await(read);
            wire.event(LO);
            wire.event("[DONE]");
            wire.end();
        });

        HttpResponse<InputStream> response = gateway.open(CHAT, request("gpt", true));
        try (BufferedReader body = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(body.readLine()).isEqualTo("data: " + HEL);
            assertThat(body.readLine()).isEmpty();
            read.countDown();
            assertThat(body.readLine()).isEqualTo("data: " + LO);
        }
    }
}

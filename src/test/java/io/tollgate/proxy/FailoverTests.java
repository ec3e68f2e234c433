package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static io.tollgate.proxy.GatewaySettings.UPSTREAM_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord.Outcome;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is asked next when a provider does not answer, and what the caller is told when nobody does. */
@GatewayTest
class FailoverTests {

    private final Gateway gateway;

    FailoverTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private Gateway.Reply chat(String model, boolean stream) {
        return gateway.post(
                CHAT,
                "{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    }

    private static Stream<Arguments> faults() {
        String failed = "{\"error\":{\"message\":\"x\",\"code\":\"y\"}}";
        return Stream.of(
                        Named.of("429", Reply.status(429, "application/json", failed)),
                        Named.of("500", Reply.status(500, "text/html", "<h1>Oops</h1>")),
                        Named.of("502", Reply.status(502, null, "")),
                        Named.of("503", Reply.status(503, "application/json", "not json")),
                        Named.of("529", Reply.status(529, "application/json", failed)),
                        Named.of("401", Reply.status(401, "application/json", failed)),
                        Named.of("403", Reply.status(403, "application/json", failed)),
                        Named.of("redirect", Reply.status(302, null, "", "Location: http://127.0.0.1:1/")),
                        Named.of("reset", Reply.reset()),
                        Named.of("hung up", (Reply) FakeProvider.Wire::hangUp),
                        Named.of("no HTTP", (Reply) wire -> {
                            wire.raw("SSH-2.0-OpenSSH_9.2\r\n");
                            wire.hangUp();
                        }),
                        Named.of("half a head", (Reply) wire -> {
                            wire.raw("HTTP/1.1 200 OK\r\nContent-Ty");
                            wire.hangUp();
                        }),
                        Named.of("half a body", (Reply) wire -> {
                            wire.raw(
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{\"ch");
                            wire.hangUp();
                        }),
                        Named.of("page", Reply.status(200, "text/html", "<h1>Welcome</h1>")),
                        Named.of("malformed JSON", Reply.json("{\"choices\":[}")),
                        Named.of("two values", Reply.json("{\"choices\":[{}]}{}")),
                        Named.of("no JSON object", Reply.json("[]")),
                        Named.of("no choices", Reply.json("{\"choices\":[]}")),
                        Named.of("empty body", Reply.json("")),
                        Named.of("error with 200", Reply.json(failed)),
                        Named.of("error as first event", Reply.events(failed)),
                        Named.of("empty stream", Reply.events()),
                        Named.of("stream of nothing", Reply.events("[DONE]")),
                        Named.of("stream of no JSON", Reply.events("hello")),
                        Named.of(
                                "compressed",
                                Reply.status(200, "application/json", "\u001f\u008b\b", "Content-Encoding: gzip")))
                .flatMap(fault -> Stream.of(Arguments.of(fault, false), Arguments.of(fault, true)));
    }

    @ParameterizedTest(name = "{0}, stream {1}")
    @MethodSource("faults")
    void asksTheNext(Reply fault, boolean stream) {
        FIRST.then(fault);
        SECOND.then(
                stream
                        ? Reply.events(
                                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}",
                                "[DONE]")
                        : FakeProvider.USUAL);

        Gateway.Reply reply = chat("pair", stream);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).contains("Hello");
        assertThat(json(FIRST.only().text()).path("model").asString()).isEqualTo("a");
        assertThat(json(SECOND.only().text()).path("model").asString()).isEqualTo("b");
        assertThat(SECOND.only().headers("Authorization")).containsExactly("Bearer " + GatewaySettings.SECOND_KEY);
        assertThat(gateway.record(reply)).satisfies(row -> {
            assertThat(row.attempts()).isEqualTo(2);
            assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(row.modelServed()).isEqualTo("b");
        });
    }

    @ParameterizedTest(name = "{0}, stream {1}")
    @MethodSource("faults")
    void tellsWhatIsWrongWhenThereIsNoNext(Reply fault, boolean stream) {
        FIRST.then(fault);

        Gateway.Reply reply = chat("gpt", stream);

        assertThat(reply.status()).isBetween(429, 599);
        reply.isError(reply.status(), reply.code());
        assertThat(reply.code()).isNotEmpty();
        FIRST.only();
        assertThat(gateway.record(reply)).satisfies(row -> {
            assertThat(row.attempts()).isOne();
            assertThat(reply.header("x-should-retry"))
                    .as("nothing was retried here")
                    .isNull();
            assertThat(row.outcome()).isIn(Outcome.UPSTREAM_ERROR, Outcome.UPSTREAM_REJECTED);
            assertThat(row.status()).isEqualTo(reply.status());
            assertThat(row.errorCode()).isEqualTo(reply.code());
            boolean mayHaveBeenAnswered = row.usage().source() == Usage.Source.ESTIMATED;
            assertThat(row.costNano()).isBetween(mayHaveBeenAnswered ? 1L : 0L, mayHaveBeenAnswered ? 10_000L : 0L);
        });
    }

    @Test
    void prefersTheFirstPriority() {
        for (int i = 0; i < 5; i++) {
            assertThat(chat("pair", false).status()).isEqualTo(200);
        }
        assertThat(FIRST.received()).hasSize(5);
        assertThat(SECOND.received()).isEmpty();
    }

    @Test
    void asksTheNextWhenNobodyListens() {
        Gateway.Reply reply = chat("closed-pair", false);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(gateway.record(reply).attempts()).isEqualTo(2);
        assertThat(gateway.record(reply).modelServed()).isEqualTo("b");
    }

    @Test
    void asksTheNextWhenTheFirstByteDoesNotCome() throws InterruptedException {
        FIRST.then(Reply.silence());

        Gateway.Reply reply = chat("hasty-start-pair", false);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(gateway.record(reply).attempts()).isEqualTo(2);
        assertThat(FIRST.only().isClosedSoon()).isTrue();
    }

    @Test
    void passesAWrongRequestOnAtOnce() {
        FIRST.then(
                Reply.status(
                        400,
                        "application/json",
                        "{\"error\":{\"message\":\"max_tokens is too large\",\"type\":\"invalid_request_error\",\"param\":\"max_tokens\",\"code\":\"context_length_exceeded\"}}"));

        Gateway.Reply reply = chat("pair", true);

        reply.isError(400, "context_length_exceeded");
        assertThat(reply.json().path("error").path("message").asString()).isEqualTo("max_tokens is too large");
        assertThat(reply.json().path("error").path("param").asString()).isEqualTo("max_tokens");
        FIRST.only();
        assertThat(SECOND.received()).isEmpty();
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.UPSTREAM_REJECTED);
        assertThat(gateway.record(reply).attempts()).isOne();
    }

    @Test
    void tellsTheLastFailure() {
        FIRST.then(Reply.status(500, "application/json", "{}"));
        SECOND.then(Reply.status(429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "Retry-After: 7"));

        Gateway.Reply reply = chat("pair", false);

        reply.isError(429, "rate_limit_exceeded");
        assertThat(reply.header("Retry-After")).isEqualTo("7");
        assertThat(gateway.record(reply)).satisfies(row -> {
            assertThat(row.attempts()).isEqualTo(2);
            assertThat(row.outcome()).isEqualTo(Outcome.UPSTREAM_REJECTED);
        });
    }

    @ParameterizedTest
    @CsvSource({"86400000", "-1", "abc", "1e3", "'Thu, 01 Jan 1970 00:00:00 GMT'"})
    void guessesInPlaceOfAnAbsurdRetryAfter(String wait) {
        FIRST.then(Reply.status(429, "application/json", "{}", "Retry-After: " + wait));

        Gateway.Reply reply = chat("gpt", false);

        reply.isError(429, "rate_limit_exceeded");
        assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(1L, 60L);
    }

    @ParameterizedTest
    @CsvSource({"401", "403"})
    void neverShowsThatTheProviderRefusesOurCredential(int status) {
        FIRST.then(Reply.status(
                status,
                "application/json",
                "{\"error\":{\"message\":\"Incorrect API key provided: " + UPSTREAM_KEY
                        + "\",\"code\":\"invalid_api_key\"}}",
                "WWW-Authenticate: Bearer"));

        Gateway.Reply reply = chat("gpt", true);

        reply.isError(502, "upstream_auth_error");
        assertThat(reply.header("WWW-Authenticate")).isNull();
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.UPSTREAM_REJECTED);
    }

    @Test
    void takesKeysAndAddressesOutOfWhatTheProviderSays() {
        FIRST.then(Reply.status(
                400,
                "application/json",
                "{\"error\":{\"message\":\"Key " + UPSTREAM_KEY + " at " + FIRST.url()
                        + "/v1 and sk-abcdef0123456789abcd\\nfailed\"}}"));

        Gateway.Reply reply = chat("gpt", false);

        reply.isError(400, "upstream_rejected");
        assertThat(reply.text()).doesNotContain("sk-abc").doesNotContain(Integer.toString(FIRST.port()));
        assertThat(reply.json().path("error").path("message").asString())
                .startsWith("Key *** at ***")
                .endsWith("failed");
    }

    @Test
    void saysWhyNobodyAnswers() {
        chat("closed", true).isError(502, "upstream_unreachable");
        chat("hasty-nobody", true).isError(404, "model_not_found");
        Gateway.Reply nowhere = chat("nowhere", false);
        nowhere.isError(503, "no_provider_available");
        assertThat(gateway.record(nowhere)).satisfies(row -> {
            assertThat(row.attempts()).isZero();
            assertThat(row.outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
        });
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void givesUpWhenTheFirstByteDoesNotCome(boolean stream) throws InterruptedException {
        FIRST.then(Reply.silence());

        Gateway.Reply reply = chat("hasty-start", stream);

        reply.isError(504, "upstream_timeout");
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.UPSTREAM_TIMEOUT);
        assertThat(FIRST.only().isClosedSoon()).isTrue();
    }
}

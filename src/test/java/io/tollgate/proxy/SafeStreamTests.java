package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.proxy.FakeProvider.Wire;
import io.tollgate.storage.DataDirectory;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are held back until they are complete, whatever the client and the provider speak. */
@RetryingGateway.Test
class SafeStreamTests {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello, you\"}]";

    private final Gateway gateway;
    private final DataDirectory data;

    SafeStreamTests(Gateway gateway, DataDirectory data) {
        this.gateway = gateway;
        this.data = data;
    }

    private Gateway.Reply stream(String path, String body, String mode) {
        return gateway.send(gateway.authorized(path)
                .header("Content-Type", "application/json")
                .header("x-tollgate-stream-mode", mode)
                .POST(BodyPublishers.ofString(body)));
    }

    private static String chat(String model) {
        return "{\"model\":\"" + model + "\",\"stream\":true," + MESSAGES + "}";
    }

    private static Stream<Arguments> clients() {
        return Stream.of(
                Arguments.of(CHAT, chat("pair"), "data: [DONE]\n\n"),
                Arguments.of(
                        "/v1/messages",
                        "{\"model\":\"pair\",\"stream\":true,\"max_tokens\":90," + MESSAGES + "}",
                        "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"),
                Arguments.of(
                        "/v1beta/models/pair:streamGenerateContent?alt=sse",
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello, you\"}]}]}",
                        "}\n\n"),
                Arguments.of("/api/chat", "{\"model\":\"pair\"," + MESSAGES + "}", "}\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clients")
    void reachesClientsOfEveryDialectWhole(String path, String body, String end) {
        PRIMARY.then(Faults.resetAfter(40));
        BACKUP.then(Faults.stream(60));

        Gateway.Reply reply = stream(path, body, "safe");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).contains("w0 ", "w59 ").endsWith(end).doesNotContain("error");
        assertThat(reply.text().split("w39 ", -1)).hasSize(2);
        assertThat(PRIMARY.received()).hasSize(1);
        UsageRecord row = gateway.record(reply);
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(row.attempts()).isEqualTo(2);
        assertThat(row.usage().outputTokens()).isEqualTo(60);
        assertThat(row.costNano()).isGreaterThan(10 * 1_000 + 60 * 2_000 + 40 * 2_000);
    }

    private static Reply claude(boolean whole) {
        return wire -> {
            wire.beginEvents();
            named(wire, """
                    {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","content":[],\
                    "model":"c","usage":{"input_tokens":7,"output_tokens":1}}}""");
            named(wire, """
                    {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
            named(wire, """
                    {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}""");
            if (!whole) {
                wire.reset();
                return;
            }
            named(wire, "{\"type\":\"content_block_stop\",\"index\":0}");
            named(wire, """
                    {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":3}}""");
            named(wire, "{\"type\":\"message_stop\"}");
            wire.end();
        };
    }

    private static void named(Wire wire, String data) throws IOException {
        wire.chunk("event: " + json(data).path("type").asString() + "\ndata: " + data + "\n\n");
    }

    @Test
    void comesWholeFromAProviderOfAnotherDialect() {
        BACKUP.then(claude(false), claude(true));

        Gateway.Reply reply = stream(CHAT, chat("claude"), "safe");

        assertThat(reply.events()).endsWith("[DONE]");
        assertThat(reply.text().split("Hello", -1)).hasSize(2);
        UsageRecord row = gateway.record(reply);
        assertThat(row.attempts()).isEqualTo(2);
        assertThat(row.usage().outputTokens()).isEqualTo(3);
        assertThat(row.costNano()).isGreaterThan(7 * 1_000 + 3 * 2_000 + 2_000);
    }

    @Test
    void comesWholeFromTheResponsesApi() {
        String created = "{\"type\":\"response.created\",\"response\":{\"id\":\"r1\",\"error\":null}}";
        String delta = "{\"type\":\"response.output_text.delta\",\"delta\":\"Hey\"}";
        String failed = "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\"}}}";
        String completed = "{\"type\":\"response.completed\",\"response\":{\"id\":\"r1\",\"error\":null,"
                + "\"usage\":{\"input_tokens\":4,\"output_tokens\":6}}}";
        Reply whole = Reply.events(created, delta, completed);
        PRIMARY.then(Reply.events(created, delta), whole);
        BACKUP.then(Reply.events(created, failed), whole); // who is asked again first is left to chance

        Gateway.Reply reply =
                stream("/v1/responses", "{\"model\":\"pair\",\"stream\":true,\"input\":\"Hello, you\"}", "safe");

        assertThat(reply.events()).containsExactly(created, delta, completed);
        assertThat(gateway.record(reply).attempts()).isEqualTo(3);
        assertThat(gateway.record(reply).usage().outputTokens()).isEqualTo(6);
    }

    @Test
    void isWhatATeamMayWantForAllItsRequests() {
        for (String mode : List.of("", "safe", "live")) {
            PRIMARY.reset();
            PRIMARY.then(Faults.endAfter(2));
            BACKUP.reset();
            BACKUP.then(Faults.stream(3));
            var request = gateway.request(CHAT)
                    .header("Authorization", "Bearer " + RetryingGateway.CAREFUL_KEY)
                    .POST(BodyPublishers.ofString(chat("pair")));

            Gateway.Reply reply = gateway.send(
                    mode.isEmpty()
                            ? request.header("Content-Type", "application/json")
                            : request.header("Content-Type", "application/json")
                                    .header("x-tollgate-stream-mode", mode));

            assertThat(gateway.record(reply).outcome())
                    .as(mode)
                    .isEqualTo(mode.equals("live") ? Outcome.TRUNCATED : Outcome.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "safe;live", "safe live"})
    void saysWhichModesThereAre(String mode) {
        Gateway.Reply reply = stream(CHAT, chat("pair"), mode);

        reply.isError(400, "invalid_header");
        assertThat(reply.text()).contains("live, safe");
        assertThat(PRIMARY.received()).isEmpty();
        assertThat(gateway.records(reply.header("x-request-id"))).isEmpty();
    }

    @Test
    void takesAnswersThatDoNotFitIntoMemory() throws IOException {
        String much = "x".repeat(300_000);
        BACKUP.then(wire -> {
            wire.beginEvents();
            for (int i = 0; i < 10; i++) {
                wire.event(Faults.word(i + much));
            }
            wire.event(Faults.last(10, 100));
            wire.end();
        });

        Gateway.Reply reply = stream(CHAT, chat("good"), " SAFE ");

        assertThat(reply.events()).hasSize(12).endsWith("[DONE]");
        assertThat(reply.events().get(9)).isEqualTo(Faults.word(9 + much));
        assertThat(gateway.record(reply).usage().outputTokens()).isEqualTo(100);
        try (Stream<Path> left = Files.list(data.spool())) {
            assertThat(left).isEmpty();
        }
    }
}

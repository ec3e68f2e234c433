package io.tollgate.proxy;

import static io.tollgate.proxy.Faults.times;
import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients hear while they wait for the first piece of a stream. */
@HastyGateway
class KeepAliveTests {

    private static final String COMMENT = ": keep-alive";

    private final Gateway gateway;
    private final CountDownLatch heard = new CountDownLatch(1);

    KeepAliveTests(Gateway gateway) {
        this.gateway = gateway;
    }

    private static String chat(String model) {
        return "{\"model\":\"" + model
                + "\",\"stream\":true,\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hello, you\"}]}";
    }

    /** Answers once the client has heard a comment. */
    private Reply afterwards(Reply reply) {
        return wire -> {
            wire.await(heard);
            reply.to(wire);
        };
    }

    /** What a client gets that says when it has heard the first comment. */
    private record Heard(String id, String type, List<String> lines) {

        List<String> events() {
            return lines.stream()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring(6))
                    .toList();
        }
    }

    private Heard listen(String path, String body, String... headers) throws IOException {
        var request = gateway.authorized(path);
        HttpResponse<InputStream> response =
                gateway.open(headers.length == 0 ? request : request.headers(headers), body);
        assertThat(response.statusCode()).isEqualTo(200);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo(COMMENT);
            heard.countDown();
            return new Heard(
                    response.headers().firstValue("x-request-id").orElseThrow(),
                    response.headers().firstValue("Content-Type").orElseThrow(),
                    lines.readAllLines());
        }
    }

    @ParameterizedTest
    @CsvSource({CHAT, "/v1/messages"})
    void commentsComeBeforeTheFirstPieceAndNeverInsideAnEvent(String path) throws IOException {
        BACKUP.then(afterwards(Faults.stream(3)));

        Heard all = listen(path, chat("good"));

        assertThat(all.type()).startsWith("text/event-stream");
        assertThat(all.lines())
                .contains("")
                .allMatch(line -> line.isEmpty()
                        || line.equals(COMMENT)
                        || line.startsWith("data: ")
                        || line.startsWith("event: "));
        assertThat(all.events()).isNotEmpty().doesNotContain(COMMENT);
        assertThat(String.join("\n", all.lines())).contains("w0 ", "w2 ");
        UsageRecord row = gateway.record(all.id());
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(row.attempts()).isOne();
    }

    /** Goes on in the middle once a comment was heard. */
    private Reply pausing() {
        return wire -> {
            wire.beginEvents();
            wire.event(Faults.word("first "));
            wire.await(heard);
            wire.event(Faults.word("second "));
            wire.event(Faults.last(10, 2));
            wire.event(Faults.DONE);
            wire.end();
        };
    }

    @Test
    void commentsComeWhileAStreamIsHeldBack() throws IOException {
        BACKUP.then(pausing());

        Heard all = listen(CHAT, chat("good"), "x-tollgate-stream-mode", "safe");

        assertThat(all.events()).hasSize(4).endsWith(Faults.DONE);
        assertThat(gateway.record(all.id()).usage().outputTokens()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({CHAT, "/v1/messages"})
    void commentsComeInTheMiddleOfAStream(String path) throws IOException {
        BACKUP.then(pausing());

        HttpResponse<InputStream> response = gateway.open(gateway.authorized(path), chat("good"));
        List<String> lines = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
                if (line.equals(COMMENT) && String.join("", lines).contains("first ")) {
                    heard.countDown();
                }
            }
        }

        assertThat(lines)
                .allMatch(line -> line.isEmpty()
                        || line.equals(COMMENT)
                        || line.startsWith("data: ")
                        || line.startsWith("event: "));
        String all = String.join("\n", lines);
        assertThat(all.indexOf("first ")).isBetween(0, all.lastIndexOf(COMMENT));
        assertThat(all.indexOf("second ")).isGreaterThan(all.indexOf(COMMENT));
        assertThat(gateway.record(response.headers().firstValue("x-request-id").orElseThrow()))
                .returns(Outcome.COMPLETED, UsageRecord::outcome);
    }

    @Test
    void aClientThatLeavesAStreamThatStallsEndsTheCall() throws Exception {
        BACKUP.then(Faults.stallAfter(1));

        HttpResponse<InputStream> response = gateway.open(CHAT, chat("good"));
        try (BufferedReader in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(in.lines().anyMatch(line -> line.startsWith("data: "))).isTrue();
        }

        assertThat(BACKUP.only().isClosedSoon()).isTrue();
        assertThat(gateway.record(response.headers().firstValue("x-request-id").orElseThrow()))
                .returns(Outcome.CLIENT_CANCELLED, UsageRecord::outcome)
                .returns(Usage.Source.ESTIMATED, row -> row.usage().source());
    }

    @Test
    void anotherProviderMayStillAnswer() throws IOException {
        BACKUP.then(afterwards(Reply.reset()));
        PRIMARY.then(Faults.stream(3));

        Heard all = listen(CHAT, chat("turned"));

        assertThat(all.events()).hasSize(5).endsWith(Faults.DONE);
        assertThat(gateway.record(all.id()).attempts()).isEqualTo(2);
    }

    @Test
    void jsonInPlaceOfAStreamStillComesAsEvents() throws IOException {
        BACKUP.then(afterwards(FakeProvider.USUAL));

        assertThat(listen(CHAT, chat("good")).events())
                .endsWith(Faults.DONE)
                .anyMatch(event -> event.contains("Hello"));
    }

    @Test
    void aLaterFailureIsAnEventWithoutALastWord() throws IOException {
        BACKUP.then(afterwards(Reply.reset()));
        BACKUP.then(times(9, Reply.reset()));

        Heard all = listen(CHAT, chat("good"));

        assertThat(all.events()).hasSize(1);
        assertThat(json(all.events().getFirst()).path("error").path("code").asString())
                .isEqualTo("upstream_reset");
        UsageRecord row = gateway.record(all.id());
        assertThat(row.status()).isEqualTo(200);
        assertThat(row.outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
        assertThat(row.errorCode()).isEqualTo("upstream_reset");
    }

    @Test
    void aLaterFailureIsSaidInTheClientsDialect() throws IOException {
        BACKUP.then(afterwards(Faults.error(400, "{\"error\":{\"message\":\"No\",\"code\":\"wrong\"}}")));

        Heard all = listen("/v1/messages", chat("good"));

        assertThat(all.lines()).contains("event: error").doesNotContain("event: message_stop");
        assertThat(json(all.events().getFirst()).path("error").path("type").asString())
                .isEqualTo("invalid_request_error");
        assertThat(gateway.record(all.id()).outcome()).isEqualTo(Outcome.UPSTREAM_REJECTED);
    }

    @Test
    void aClientThatLeavesEndsTheCall() throws Exception {
        BACKUP.then(Reply.silence());

        HttpResponse<InputStream> response = gateway.open(CHAT, chat("turned"));
        try (InputStream body = response.body()) {
            assertThat(body.read()).isEqualTo(':');
        }

        assertThat(BACKUP.only().isClosedSoon()).isTrue();
        UsageRecord row =
                gateway.record(response.headers().firstValue("x-request-id").orElseThrow());
        assertThat(row.outcome()).isEqualTo(Outcome.CLIENT_CANCELLED);
        assertThat(row.status()).isEqualTo(499);
        assertThat(row.attempts()).isOne();
        assertThat(row.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
        assertThat(PRIMARY.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/api/chat, true", "/v1/chat/completions, false"})
    void whereCommentsDoNotBelongErrorsKeepTheirStatus(String path, boolean stream) {
        PRIMARY.then(Reply.silence());

        Gateway.Reply reply =
                gateway.post(path, chat("hasty-alone").replace("\"stream\":true", "\"stream\":" + stream));

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.text()).doesNotContain(COMMENT);
        assertThat(gateway.record(reply).status()).isEqualTo(504);
    }
}

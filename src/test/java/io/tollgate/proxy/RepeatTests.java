package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.GatewaySettings.FIRST;
import static io.tollgate.proxy.GatewaySettings.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.Limits;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.proxy.Limited.Pass;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Import;

/** Requests sent again under the same {@code Idempotency-Key}. */
@GatewayTest
@Import(Limited.class)
class RepeatTests {

    private static final String REPLAYED = "Idempotent-Replayed";

    private final Gateway gateway;
    private final Limited limited;
    private final MeterRegistry registry;
    private final String words = UUID.randomUUID().toString();

    RepeatTests(Gateway gateway, Limited limited, MeterRegistry registry) {
        this.gateway = gateway;
        this.limited = limited;
        this.registry = registry;
    }

    private static String chat(String model, String more) {
        return "{\"model\":\"" + model + "\"," + more + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    }

    private HttpRequest.Builder request(String key, String path, String body) {
        return gateway.request(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", words)
                .POST(BodyPublishers.ofString(body));
    }

    private Gateway.Reply send(String path, String body) {
        return gateway.send(request(GatewaySettings.KEY, path, body));
    }

    private Gateway.Reply send(String model) {
        return send(CHAT, chat(model, ""));
    }

    private double replays() {
        return registry.counter("tollgate.replays").count();
    }

    private void isReplay(Gateway.Reply reply, Gateway.Reply of) {
        assertThat(reply.status()).isEqualTo(of.status());
        assertThat(reply.body()).isEqualTo(of.body());
        assertThat(reply.header("Content-Type")).isEqualTo(of.header("Content-Type"));
        assertThat(of.header(REPLAYED)).isNull();
        assertThat(reply.header(REPLAYED)).isEqualTo("true");
        assertThat(reply.header("x-tollgate-replay-of"))
                .isEqualTo(of.header("x-request-id"))
                .isNotEqualTo(reply.header("x-request-id"));
    }

    @Test
    void sameRequestIsAnsweredOnce() {
        double before = replays();

        Gateway.Reply first = send("gpt");
        Gateway.Reply second = send(CHAT, chat("gpt", " ")); // the same but for a space

        isReplay(second, first);
        isReplay(send("gpt"), first);
        assertThat(FIRST.received()).hasSize(1);
        assertThat(FIRST.only().header("Idempotency-Key")).isNull();
        assertThat(gateway.records(first.header("x-request-id"))).hasSize(1);
        assertThat(gateway.records(second.header("x-request-id"))).isEmpty();
        assertThat(replays() - before).isEqualTo(2);
    }

    @Test
    void replayCountsInItsMinuteOnly() {
        Pass pass = limited.key(
                team -> team.setLimits(new Limits(2L, null, null, null)),
                key -> key.setLimits(new Limits(null, null, 1L, null)));
        double before = replays();

        Gateway.Reply first = gateway.send(request(pass.text(), CHAT, chat("gpt", "")));
        gateway.record(first);
        limited.change(pass, key -> key.setBudget(new Budget(1, BudgetPeriod.DAY)));
        Gateway.Reply second = gateway.send(request(pass.text(), CHAT, chat("gpt", "")));
        Gateway.Reply third = gateway.send(request(pass.text(), CHAT, chat("gpt", "")));

        isReplay(second, first);
        assertThat(second.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        third.isError(429, "rate_limit_exceeded");
        assertThat(third.text()).contains("2 requests a minute");
        assertThat(third.header("Retry-After")).isNotNull();
        assertThat(limited.ofTeam(pass).minuteRequests()).isEqualTo(2);
        assertThat(limited.ofTeam(pass).dayRequests()).isEqualTo(1);
        assertThat(replays() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, claude, claude",
        "/v1/messages, gpt, gpt",
        "/v1beta/models/gpt:generateContent, gpt, gpt",
        "/api/chat, gpt, gpt",
        "/v1/responses, gpt, gpt"
    })
    void otherDialectsGetTheirOwnAnswerAgain(String path, String model, String served) {
        if (served.equals("claude")) {
            FIRST.then(Reply.json("""
                    {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hi"}],\
                    "stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":1}}"""));
        }
        String body = switch (path) {
            case "/v1/messages" -> chat(model, "\"max_tokens\":9,");
            case "/v1/responses" -> "{\"model\":\"" + model + "\",\"input\":\"Hello\"}";
            case "/api/chat" -> chat(model, "\"stream\":false,");
            default -> "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hello\"}]}]}";
        };

        Gateway.Reply first = send(path, body);
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        isReplay(send(path, body), first);
        assertThat(FIRST.received()).hasSize(1);
    }

    @Test
    void formsAreTheSameWhateverTheirBoundary() {
        Gateway.Reply first = form("one", "sound");
        assertThat(first.status()).as(first.text()).isEqualTo(200);

        isReplay(form("another", "sound"), first);
        form("one", "noise").isError(422, "idempotency_key_reused");
        assertThat(FIRST.received()).hasSize(1);
    }

    private Gateway.Reply form(String boundary, String sound) {
        FIRST.then(Reply.json("{\"text\":\"Hello\",\"usage\":{\"type\":\"duration\",\"seconds\":2}}"));
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nears\r\n--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n" + sound + "\r\n--"
                + boundary + "--\r\n";
        return gateway.send(gateway.authorized("/v1/audio/transcriptions")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Idempotency-Key", words)
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void soundIsGivenAgain() {
        byte[] sound = "mp3".repeat(5000).getBytes(StandardCharsets.UTF_8);
        FIRST.then(Reply.bytes(200, "audio/mpeg", sound));
        String body = "{\"model\":\"voice\",\"input\":\"Hello\",\"voice\":\"alloy\"}";

        Gateway.Reply first = send("/v1/audio/speech", body);
        assertThat(first.body()).isEqualTo(sound);
        isReplay(send("/v1/audio/speech", body), first);
    }

    @Test
    void largeBodyIsTheSameByItsContent() {
        String large = "\"user\":\"" + "x".repeat(3_000_000) + "\",";

        Gateway.Reply first = send(CHAT, chat("gpt", large));
        isReplay(send(CHAT, chat("gpt", large)), first);
        send(CHAT, chat("gpt", large.replace("xx\"", "xy\""))).isError(422, "idempotency_key_reused");
        assertThat(FIRST.received()).hasSize(1);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        send("gpt");

        Gateway.Reply other = send("unpriced");
        other.isError(422, "idempotency_key_reused");
        assertThat(FIRST.received()).hasSize(1);
        assertThat(send("/v1/embeddings", "{\"model\":\"unpriced\",\"input\":\"a\"}")
                        .header(REPLAYED))
                .isNull(); // another operation
    }

    @Test
    void callersAreApart() {
        Pass other = limited.key(team -> {}, key -> {});
        send("gpt");

        Gateway.Reply reply = gateway.send(request(other.text(), CHAT, chat("unpriced", "")));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.header(REPLAYED)).isNull();
        assertThat(FIRST.received()).hasSize(2);
    }

    @Test
    void whatIsUnderWayIsToBeWaitedFor() {
        CountDownLatch goOn = new CountDownLatch(1);
        FIRST.then(wire -> {
            wire.await(goOn);
            FakeProvider.USUAL.to(wire);
        });
        CompletableFuture<Gateway.Reply> first = CompletableFuture.supplyAsync(() -> send("gpt"));
        await().until(() -> FIRST.received().size() == 1);

        Gateway.Reply second = send("gpt");
        second.isError(409, "idempotency_key_in_use");
        assertThat(second.header("Retry-After")).isEqualTo("1");
        send("unpriced").isError(422, "idempotency_key_reused");

        goOn.countDown();
        isReplay(await().until(() -> send("gpt"), reply -> reply.status() == 200), first.join());
        assertThat(FIRST.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void definiteErrorIsGivenAgain(int status) {
        FIRST.then(Faults.error(status, "{\"error\":{\"message\":\"No\",\"code\":\"content_filter\"}}"));

        Gateway.Reply first = send("gpt");
        assertThat(first.status()).isEqualTo(status);
        isReplay(send("gpt"), first);
        assertThat(FIRST.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 429, 500, 503})
    void passingErrorIsNot(int status) {
        FIRST.then(Faults.error(status, "{}"));
        SECOND.then(Faults.error(status, "{}"));

        assertThat(send("pair").status()).isIn(429, 500, 502, 503);
        Gateway.Reply again = send("backup");
        assertThat(again.header(REPLAYED)).isNull();
        assertThat(again.code()).isNotEqualTo("idempotency_key_reused");
    }

    @Test
    void refusalIsNotKept() {
        Pass pass = limited.key(team -> {}, key -> key.setLimits(new Limits(0L, null, null, null)));

        gateway.send(request(pass.text(), CHAT, chat("gpt", ""))).isError(429, "rate_limit_exceeded");

        assertThat(gateway.send(request(pass.text(), CHAT, chat("gpt", ""))).header(REPLAYED))
                .isNull();
    }

    @Test
    void streamIgnoresTheHeader() {
        FIRST.then(Faults.stream(2), Faults.stream(2));

        Gateway.Reply first = send(CHAT, chat("gpt", "\"stream\":true,"));
        Gateway.Reply second = send(CHAT, chat("gpt", "\"stream\":true,"));

        assertThat(second.events()).isEqualTo(first.events());
        assertThat(second.header(REPLAYED)).isNull();
        assertThat(FIRST.received()).hasSize(2);
    }

    @Test
    void longKeyIsRefused() {
        gateway.send(request(GatewaySettings.KEY, CHAT, chat("gpt", "")).setHeader("Idempotency-Key", "k".repeat(256)))
                .isError(400, "invalid_header");
    }

    /** The answer is there for who left before it came. */
    @Test
    void answerIsKeptWhenItsClientIsGone() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        FIRST.then(wire -> {
            wire.await(goOn);
            wire.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3000600\r\n\r\n");
            String answer = "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":\"";
            wire.raw(answer + "x".repeat(3_000_600 - answer.length() - 5) + "\"}}]}");
        });
        String body = chat("gpt", "");
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.getOutputStream()
                    .write(("POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + GatewaySettings.KEY + "\r\nContent-Type: application/json\r\nIdempotency-Key: "
                                    + words
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> FIRST.received().size() == 1);
            socket.setSoLinger(true, 0);
        }
        goOn.countDown();

        Gateway.Reply reply = await().pollDelay(Duration.ZERO).until(() -> send("gpt"), found -> found.status() != 409);

        assertThat(reply.header(REPLAYED)).isEqualTo("true");
        assertThat(reply.body()).hasSize(3_000_600);
        assertThat(FIRST.received()).hasSize(1);
    }
}

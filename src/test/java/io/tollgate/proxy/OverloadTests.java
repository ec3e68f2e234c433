package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.chat.Usage;
import io.tollgate.usage.Metering;
import io.tollgate.usage.Refusals.Count;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Ten times as many requests as there are places for (F37). */
@RetryingGateway.Test
@TestPropertySource(properties = {"tollgate.proxy.max-exchanges=8", "tollgate.proxy.max-bodies=2MB"})
class OverloadTests {

    private static final int PLACES = 8;
    private static final int ROUNDS = 5;
    private static final String BODY =
            "{\"model\":\"good\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, you\"}]}";

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final Gateway gateway;
    private final Metering metering;
    private final MeterRegistry registry;
    private final LiveExchanges live;

    OverloadTests(Gateway gateway, Metering metering, MeterRegistry registry, LiveExchanges live) {
        this.gateway = gateway;
        this.metering = metering;
        this.registry = registry;
        this.live = live;
    }

    private static void answersOneByOne(Semaphore goOn) {
        for (int i = 0; i < PLACES * ROUNDS; i++) {
            BACKUP.then(wire -> {
                goOn.acquireUninterruptibly();
                FakeProvider.USUAL.to(wire);
            });
        }
    }

    private static void waitForCalls(int calls) {
        await().until(() -> BACKUP.received().size() == calls);
    }

    private double turnedAway(String shortage) {
        return registry.counter("tollgate.turned.away", "short_of", shortage).count();
    }

    private long refusals() {
        return metering.refusals().counts().stream()
                .filter(count -> count.code().equals("overloaded"))
                .mapToLong(Count::requests)
                .sum();
    }

    private static void isTurnedAway(Gateway.Reply reply) {
        reply.isError(503, "overloaded");
        assertThat(reply.header("Retry-After")).isIn("1", "2", "3");
        assertThat(Integer.parseInt(reply.header("retry-after-ms"))).isBetween(500, 2500);
    }

    /** All places are taken all the time, by requests that are answered; the rest is told at once to come back. */
    @Test
    void servesAsManyAsItCanAndTurnsTheRestAway() throws Exception {
        Semaphore goOn = new Semaphore(0);
        answersOneByOne(goOn);
        List<Future<Gateway.Reply>> served = new ArrayList<>();
        List<Gateway.Reply> refused = new ArrayList<>();
        long refusedBefore = refusals();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 1; round <= ROUNDS; round++) {
                IntStream.range(0, PLACES).forEach(i -> served.add(clients.submit(() -> gateway.post(CHAT, BODY))));
                waitForCalls(PLACES * round);
                List<Future<Gateway.Reply>> rest = IntStream.range(0, 9 * PLACES)
                        .mapToObj(i -> clients.submit(() -> gateway.post(CHAT, BODY)))
                        .toList();
                for (Future<Gateway.Reply> one : rest) {
                    isTurnedAway(one.get());
                    refused.add(one.get());
                }
                assertThat(gateway.get("/v1/models").status()).isEqualTo(200);
                assertThat(gateway.get("/health/ready").status()).isEqualTo(200);
                goOn.release(PLACES);
                for (Future<Gateway.Reply> one : served.subList(PLACES * (round - 1), PLACES * round)) {
                    assertThat(one.get().status()).isEqualTo(200);
                    UsageRecord row = gateway.record(one.get());
                    assertThat(row.attempts()).isEqualTo(1);
                    assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
                    assertThat(row.usage().source()).isEqualTo(Usage.Source.PROVIDER);
                }
            }
        }
        assertThat(BACKUP.received()).hasSize(PLACES * ROUNDS);
        assertThat(refusals() - refusedBefore).isEqualTo(9L * PLACES * ROUNDS);
        for (Gateway.Reply one : refused) {
            assertThat(gateway.records(one.header("x-request-id"))).isEmpty();
        }
    }

    @Test
    void isSaidInTheDialectOfThePath() throws Exception {
        Semaphore goOn = new Semaphore(0);
        answersOneByOne(goOn);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, PLACES).forEach(i -> clients.submit(() -> gateway.post(CHAT, BODY)));
            waitForCalls(PLACES);
            Gateway.Reply reply = gateway.post("/v1/messages", "{}");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.json().path("type").asString()).isEqualTo("error");
            goOn.release(PLACES);
        }
    }

    /** Bodies are bounded by their bytes, before one of them is read. */
    @Test
    void bodiesThatAreTooMuchTogetherAreNotRead() {
        Semaphore goOn = new Semaphore(0);
        answersOneByOne(goOn);
        double before = turnedAway("bodies");
        String large = BODY.replace("Hello", "Hello".repeat(180_000));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 2).forEach(i -> clients.submit(() -> gateway.post(CHAT, large)));
            waitForCalls(2);
            isTurnedAway(gateway.post(CHAT, large));
            assertThat(turnedAway("bodies") - before).isEqualTo(1);
            goOn.release(2);
        }
        assertThat(BACKUP.received()).hasSize(2);
    }

    private static void send(Socket client, String body, long length) throws IOException {
        client.getOutputStream()
                .write(("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Authorization: Bearer " + GatewaySettings.KEY + "\r\nContent-Length: " + length
                                + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** The next answer, head and body. */
    private static String answer(Socket client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            assertThat(next).as("after %s", head).isNotNegative();
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        assertThat(length.find()).as("length in %s", head).isTrue();
        byte[] body = client.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
        return head + new String(body, StandardCharsets.UTF_8);
    }

    /** To connect again costs both sides more than to be turned away. */
    @Test
    void whoIsTurnedAwayKeepsTheConnection() throws IOException {
        Semaphore goOn = new Semaphore(0);
        answersOneByOne(goOn);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.setSoTimeout(30_000);
            IntStream.range(0, PLACES).forEach(i -> clients.submit(() -> gateway.post(CHAT, BODY)));
            waitForCalls(PLACES);
            for (int i = 0; i < 3; i++) {
                send(client, BODY, BODY.length());
                assertThat(answer(client))
                        .startsWith("HTTP/1.1 503 ")
                        .contains("\"overloaded\"")
                        .doesNotContainIgnoringCase("connection:");
            }
            goOn.release(PLACES + 1);
            await().until(() -> live.count() == 0);

            send(client, BODY, BODY.length());
            assertThat(answer(client)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(BACKUP.received()).hasSize(PLACES + 1);
    }

    /** Nobody waits for the rest of a large body only to keep a connection. */
    @Test
    void whoIsTurnedAwayWithALargeBodyLosesTheConnection() throws IOException {
        Semaphore goOn = new Semaphore(0);
        answersOneByOne(goOn);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.setSoTimeout(30_000);
            IntStream.range(0, PLACES).forEach(i -> clients.submit(() -> gateway.post(CHAT, BODY)));
            waitForCalls(PLACES);
            send(client, BODY, 1_100_000);
            assertThat(answer(client)).startsWith("HTTP/1.1 503 ").containsIgnoringCase("connection: close");
            goOn.release(PLACES);
        }
    }
}

package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.Gateway.json;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollgate.catalog.LiveCatalog;
import io.tollgate.chat.Usage;
import io.tollgate.limit.Budget;
import io.tollgate.limit.BudgetPeriod;
import io.tollgate.limit.Limits;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.proxy.Limited.Pass;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageRecord.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The other rows of the fault table: what goes wrong with the client, or in the gateway itself. */
@HastyGateway
class OwnFaultTableTests {

    private final Gateway gateway;
    private final Limited limited;
    private final LiveExchanges live;
    private final LiveCatalog catalog;
    private final JdbcTemplate database;
    private final HastyGateway.Threads threads;
    private final CountDownLatch goOn = new CountDownLatch(1);

    OwnFaultTableTests(
            Gateway gateway,
            Limited limited,
            LiveExchanges live,
            LiveCatalog catalog,
            JdbcTemplate database,
            HastyGateway.Threads threads) {
        this.gateway = gateway;
        this.limited = limited;
        this.live = live;
        this.catalog = catalog;
        this.database = database;
        this.threads = threads;
    }

    private static String body(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, you\"}]}";
    }

    private Gateway.Reply chat(String model) {
        return gateway.post(CHAT, body(model, false));
    }

    /** A stream that ends when the test says so. */
    private Reply held() {
        return wire -> {
            wire.beginEvents();
            wire.event(Faults.word("first "));
            wire.await(goOn);
            wire.event(Faults.last(10, 1));
            wire.event(Faults.DONE);
            wire.end();
        };
    }

    private static String id(HttpResponse<InputStream> response) {
        return response.headers().firstValue("x-request-id").orElseThrow();
    }

    /** A stream of which the first byte of data has come; comments may come before. */
    private HttpResponse<InputStream> opened(String model) throws IOException {
        HttpResponse<InputStream> response = gateway.open(CHAT, body(model, true));
        int next;
        do {
            next = response.body().read();
        } while (next >= 0 && next != 'd');
        assertThat(next).isEqualTo('d');
        return response;
    }

    private static String rest(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void f5NoConnectionFree() throws IOException {
        for (int i = 0; i < 2; i++) {
            chat("good"); // no connection is left that another test has used
        }
        BACKUP.received().clear();
        BACKUP.then(held(), held());
        List<HttpResponse<InputStream>> streams = List.of(opened("good"), opened("good"));

        Gateway.Reply refused = chat("good");
        refused.isError(503, "overloaded");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        Gateway.Reply elsewhere = chat("turned");
        goOn.countDown();

        for (HttpResponse<InputStream> stream : streams) {
            assertThat(rest(stream)).endsWith("data: [DONE]\n\n");
        }
        assertThat(elsewhere.status()).isEqualTo(200);
        assertThat(BACKUP.received()).hasSize(2);
        assertThat(PRIMARY.received()).hasSize(1);
        UsageRecord row = gateway.record(refused);
        assertThat(row.attempts()).isOne();
        assertThat(row.outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
        assertThat(row.costNano()).isZero();
        assertThat(gateway.record(elsewhere).attempts()).isEqualTo(2);
    }

    @Test
    void f25ClientLeavesAStream() throws Exception {
        BACKUP.then(wire -> {
            wire.beginEvents();
            while (true) {
                wire.event(Faults.word("on and on "));
            }
        });
        HttpResponse<InputStream> stream = opened("good");
        stream.body().close();

        assertThat(BACKUP.only().isClosedSoon()).isTrue();
        UsageRecord row = gateway.record(id(stream));
        assertThat(row.outcome()).isEqualTo(Outcome.CLIENT_CANCELLED);
        assertThat(row.attempts()).isOne();
        assertThat(row.usage().source()).isEqualTo(Usage.Source.ESTIMATED);
        assertThat(row.usage().outputTokens()).isPositive();
        assertThat(row.costNano()).isPositive();
    }

    /** A client that speaks for itself. */
    private Socket connect(String model, boolean stream, String id, int buffer) throws IOException {
        Socket socket = new Socket();
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
        }
        socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
        String body = body(model, stream);
        socket.getOutputStream()
                .write(("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Authorization: Bearer " + GatewaySettings.KEY + "\r\nx-request-id: " + id
                                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void f26ClientLeavesAWholeAnswer() throws IOException {
        BACKUP.then(wire -> {
            wire.await(goOn);
            FakeProvider.USUAL.to(wire);
        });
        try (Socket client = connect("good", false, "leaves-a-whole-answer", 0)) {
            await().until(() -> BACKUP.received().size() == 1);
            client.setSoLinger(true, 0);
        }
        goOn.countDown();

        UsageRecord row = gateway.record("leaves-a-whole-answer");
        assertThat(row.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(row.attempts()).isOne();
        assertThat(row.usage().source()).isEqualTo(Usage.Source.PROVIDER);
        assertThat(row.usage().outputTokens()).isEqualTo(2);
    }

    @Test
    void f27ClientDoesNotRead() throws Exception {
        String much = "x".repeat(32_000);
        BACKUP.then(wire -> {
            wire.beginEvents();
            while (true) {
                wire.event(Faults.word(much));
            }
        });
        try (Socket client = connect("good", true, "does-not-read", 1024)) {
            await().until(() -> BACKUP.received().size() == 1);

            assertThat(BACKUP.only().isClosedSoon()).isTrue();
            UsageRecord row = gateway.record("does-not-read");
            assertThat(row.outcome()).isEqualTo(Outcome.CLIENT_CANCELLED);
            assertThat(row.status()).isEqualTo(499);
            assertThat(row.usage().outputTokens()).isPositive();
            assertThat(client.isClosed()).isFalse(); // it was the gateway that gave up
        }
    }

    @Test
    void f28OwnRateLimit() {
        Pass pass = limited.key(new Limits(1L, null, null, null));
        assertThat(limited.chat(pass, "good").status()).isEqualTo(200);

        Gateway.Reply refused = limited.chat(pass, "good");

        refused.isError(429, "rate_limit_exceeded");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 61L);
        assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(BACKUP.received()).hasSize(1);
        assertThat(gateway.records(refused.header("x-request-id"))).isEmpty();
    }

    @Test
    void f29BudgetSpent() {
        Pass pass = limited.key(team -> team.setBudget(new Budget(1, BudgetPeriod.DAY)), key -> {});

        Gateway.Reply refused = limited.chat(pass, "good");

        refused.isError(429, "insufficient_quota");
        assertThat(refused.header("x-should-retry")).isEqualTo("false");
        assertThat(BACKUP.received()).isEmpty();
        assertThat(gateway.records(refused.header("x-request-id"))).isEmpty();
    }

    @Test
    void f33GatewayStops() throws Exception {
        BACKUP.then(
                wire -> {
                    wire.beginEvents();
                    wire.event(Faults.word("first "));
                    wire.awaitClose();
                },
                Reply.silence());
        HttpResponse<InputStream> stream = opened("good");
        try (Socket waiting = connect("good", false, "waits-for-an-answer", 0)) {
            await().until(() -> BACKUP.received().size() == 2);
            Thread stop = Thread.ofVirtual().start(live::stop);
            await().until(live::isDraining);

            Gateway.Reply refused = chat("good");
            refused.isError(503, "gateway_stopping");
            assertThat(refused.header("Connection")).isEqualTo("close");
            assertThat(gateway.get("/health/ready").status()).isEqualTo(503);
            assertThat(rest(stream))
                    .contains("\"code\":\"server_shutting_down\"")
                    .doesNotContain("[DONE]");
            String whole = new String(waiting.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(whole).isEqualTo("HTTP/1.1 503");
            stop.join();
        } finally {
            live.start();
        }

        for (FakeProvider.Received call : BACKUP.received()) {
            assertThat(call.isClosedSoon()).isTrue();
        }
        UsageRecord row = gateway.record(id(stream));
        assertThat(row.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(row.errorCode()).isEqualTo("server_shutting_down");
        assertThat(row.usage().outputTokens()).isPositive();
        assertThat(gateway.record("waits-for-an-answer").status()).isEqualTo(503);
    }

    @Test
    void f35SettingsThatCannotBeUsed() throws IOException {
        Pass pass = limited.key(Limits.NONE);
        String hash = pass.key().getHash();
        BACKUP.then(held());
        HttpResponse<InputStream> stream = opened("good");
        try {
            setHash(pass, "no hash at all");
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(catalog::publish).isInstanceOf(RuntimeException.class);
                assertThat(chat("good").status()).isEqualTo(200);
                assertThat(limited.chat(pass, "good").status()).isEqualTo(200);
            }
        } finally {
            setHash(pass, hash);
        }
        try {
            database.update("update provider set disabled = true where name = 'backup'");
            catalog.publish();
            chat("good").isError(503, "no_provider_available");
            goOn.countDown();
            assertThat(rest(stream)).endsWith("data: [DONE]\n\n"); // by the settings it began with
        } finally {
            database.update("update provider set disabled = false where name = 'backup'");
            catalog.publish();
        }
        assertThat(chat("good").status()).isEqualTo(200);
        assertThat(gateway.record(id(stream)).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    private void setHash(Pass pass, String hash) {
        database.update(
                "update virtual_key set hash = ? where id = ?", hash, pass.key().getId());
    }

    @Test
    void f36LargeBodies() throws IOException {
        String large = "y".repeat(5_000_000);
        BACKUP.then(wire -> Reply.json("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
                        + "{\"role\":\"assistant\",\"content\":\""
                        + json(wire.request().text())
                                .path("messages")
                                .path(0)
                                .path("content")
                                .asString()
                        + "\"}}]}")
                .to(wire));

        Gateway.Reply reply = gateway.send(gateway.authorized(CHAT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body("good", false).replace("Hello, you", large))));

        assertThat(reply.text()).contains(large);
        assertThat(gateway.record(reply).outcome()).isEqualTo(Outcome.COMPLETED);
        String refused = gateway.raw("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + GatewaySettings.KEY + "\r\nContent-Type: application/json\r\nContent-Length: 40000000\r\n\r\n");
        assertThat(refused).startsWith("HTTP/1.1 413").contains("request_too_large");
        for (String file : List.of("Dockerfile", "deploy/systemd/tollgate.service", "deploy/tomcat/setenv.sh")) {
            assertThat(Files.readString(Path.of(file))).contains("-XX:+ExitOnOutOfMemoryError");
        }
    }

    @Test
    void f38InterruptedThreads() throws Exception {
        BACKUP.then(Faults.times(40, Faults.stream(20)));
        AtomicBoolean over = new AtomicBoolean();
        Thread storm = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                threads.interrupt();
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2_000_000)); // to hit them everywhere
            }
        });
        for (int i = 0; i < 40; i++) {
            try (Socket client = connect("turned", i % 2 == 0, "in-the-storm-" + i, 0)) {
                client.shutdownOutput();
                byte[] answer = client.getInputStream().readAllBytes();
                assertThat(new String(answer, StandardCharsets.UTF_8)).matches("(?s)|HTTP/1.1 (200|50[0234]) .*");
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("refused"); // it failed alone
            }
        }
        over.set(true);
        storm.join();

        for (int i = 0; i < 40; i++) {
            assertThat(gateway.records("in-the-storm-" + i)).hasSizeLessThanOrEqualTo(1);
        }
        PRIMARY.reset();
        BACKUP.reset();
        BACKUP.then(Faults.stream(3));
        HttpResponse<InputStream> after = opened("good");
        assertThat(rest(after)).endsWith("data: [DONE]\n\n");
        assertThat(gateway.record(id(after)).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(database.queryForObject("select count(*) from provider", Integer.class))
                .isPositive();
    }
}

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
import io.tollgate.usage.Metering;
import io.tollgate.usage.Refusals.Count;
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
    private final Metering metering;
    private final CountDownLatch goOn = new CountDownLatch(1);

    OwnFaultTableTests(
            Gateway gateway,
            Limited limited,
            LiveExchanges live,
            LiveCatalog catalog,
            JdbcTemplate database,
            Metering metering) {
        this.gateway = gateway;
        this.limited = limited;
        this.live = live;
        this.catalog = catalog;
        this.database = database;
        this.metering = metering;
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
        return Faults.streamHeld(goOn);
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

    /** The only row of a request. */
    private UsageRecord row(String id, Outcome outcome, int attempts, Usage.Source source) {
        UsageRecord row = gateway.record(id);
        assertThat(row.outcome()).isEqualTo(outcome);
        assertThat(row.attempts()).isEqualTo(attempts);
        assertThat(row.usage().source()).isEqualTo(source);
        return row;
    }

    private long refusals(String code) {
        return metering.refusals().counts().stream()
                .filter(count -> count.code().equals(code))
                .mapToLong(Count::requests)
                .sum();
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
        UsageRecord row = row(refused.header("x-request-id"), Outcome.UPSTREAM_ERROR, 1, Usage.Source.NONE);
        assertThat(row.costNano()).isZero();
        row(elsewhere.header("x-request-id"), Outcome.COMPLETED, 2, Usage.Source.PROVIDER);
        for (HttpResponse<InputStream> stream : streams) {
            row(id(stream), Outcome.COMPLETED, 1, Usage.Source.PROVIDER);
        }
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
        UsageRecord row = row(id(stream), Outcome.CLIENT_CANCELLED, 1, Usage.Source.ESTIMATED);
        assertThat(row.status()).isEqualTo(499);
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

        UsageRecord row = row("leaves-a-whole-answer", Outcome.COMPLETED, 1, Usage.Source.PROVIDER);
        assertThat(row.status()).isEqualTo(200);
        assertThat(row.usage().outputTokens()).isEqualTo(2);
        assertThat(BACKUP.only().closed().getCount()).isOne(); // the call came to its end
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
            UsageRecord row = row("does-not-read", Outcome.CLIENT_CANCELLED, 1, Usage.Source.ESTIMATED);
            assertThat(row.status()).isEqualTo(499);
            assertThat(row.usage().outputTokens()).isPositive();
            assertThat(row.costNano()).isPositive();
            assertThat(client.isClosed()).isFalse(); // it was the gateway that gave up
        }
    }

    @Test
    void f28OwnRateLimit() {
        Pass pass = limited.key(new Limits(1L, null, null, null));
        assertThat(limited.chat(pass, "good").status()).isEqualTo(200);
        long before = refusals("rate_limit_exceeded");

        Gateway.Reply refused = limited.chat(pass, "good");

        refused.isError(429, "rate_limit_exceeded");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 61L);
        assertThat(refused.header("x-ratelimit-remaining-requests")).isEqualTo("0");
        assertThat(BACKUP.received()).hasSize(1);
        assertThat(gateway.records(refused.header("x-request-id"))).isEmpty();
        assertThat(refusals("rate_limit_exceeded") - before).isOne();
    }

    @Test
    void f29BudgetSpent() {
        Pass pass = limited.key(team -> team.setBudget(new Budget(1, BudgetPeriod.DAY)), key -> {});
        long before = refusals("insufficient_quota");

        Gateway.Reply refused = limited.chat(pass, "good");

        refused.isError(429, "insufficient_quota");
        assertThat(refused.header("x-should-retry")).isEqualTo("false");
        assertThat(BACKUP.received()).isEmpty();
        assertThat(gateway.records(refused.header("x-request-id"))).isEmpty();
        assertThat(refusals("insufficient_quota") - before).isOne();
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
        String turnedAway;
        try (Socket waiting = connect("good", false, "waits-for-an-answer", 0)) {
            await().until(() -> BACKUP.received().size() == 2);
            Thread stop = Thread.ofVirtual().start(live::stop);
            await().until(live::isDraining);

            Gateway.Reply refused = chat("good");
            refused.isError(503, "gateway_stopping");
            assertThat(refused.header("Connection")).isEqualTo("close");
            turnedAway = refused.header("x-request-id");
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

        for (Received call : BACKUP.received()) {
            assertThat(call.isClosedSoon()).isTrue();
        }
        assertThat(BACKUP.received()).hasSize(2);
        assertThat(gateway.records(turnedAway)).isEmpty();
        UsageRecord row = row(id(stream), Outcome.INTERRUPTED, 1, Usage.Source.ESTIMATED);
        assertThat(row.errorCode()).isEqualTo("server_shutting_down");
        assertThat(row.usage().outputTokens()).isPositive();
        UsageRecord unanswered = row("waits-for-an-answer", Outcome.INTERRUPTED, 1, Usage.Source.ESTIMATED);
        assertThat(unanswered.status()).isEqualTo(503);
        assertThat(unanswered.errorCode()).isEqualTo("server_shutting_down");
    }

    @Test
    void f35SettingsThatCannotBeUsed() throws IOException {
        Pass pass = limited.key(Limits.NONE);
        String hash = pass.key().getHash();
        BACKUP.then(held());
        HttpResponse<InputStream> stream = opened("good");
        Gateway.Reply refused;
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
            refused = chat("good");
            refused.isError(503, "no_provider_available");
            goOn.countDown();
            assertThat(rest(stream)).endsWith("data: [DONE]\n\n"); // by the settings it began with
        } finally {
            database.update("update provider set disabled = false where name = 'backup'");
            catalog.publish();
        }
        assertThat(chat("good").status()).isEqualTo(200);
        assertThat(BACKUP.received()).hasSize(12);
        row(id(stream), Outcome.COMPLETED, 1, Usage.Source.PROVIDER);
        row(refused.header("x-request-id"), Outcome.UPSTREAM_ERROR, 0, Usage.Source.NONE);
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
        row(reply.header("x-request-id"), Outcome.COMPLETED, 1, Usage.Source.ESTIMATED);
        String refused = gateway.raw("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + GatewaySettings.KEY + "\r\nContent-Type: application/json\r\nx-request-id: too-large\r\n"
                + "Content-Length: 40000000\r\n\r\n");
        assertThat(refused).startsWith("HTTP/1.1 413").contains("request_too_large");
        assertThat(gateway.records("too-large")).isEmpty();
        assertThat(BACKUP.received()).hasSize(1);
        for (String file : List.of("Dockerfile", "deploy/systemd/tollgate.service", "deploy/tomcat/setenv.sh")) {
            assertThat(Files.readString(Path.of(file))).contains("-XX:+ExitOnOutOfMemoryError");
        }
    }
}

package io.tollgate.proxy;

import static io.tollgate.proxy.Gateway.CHAT;
import static io.tollgate.proxy.RetryingGateway.BACKUP;
import static io.tollgate.proxy.RetryingGateway.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tollgate.chat.Usage;
import io.tollgate.proxy.FakeProvider.Reply;
import io.tollgate.proxy.FakeProvider.Wire;
import io.tollgate.usage.UsageRecord;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The threads of requests are interrupted wherever they are (F38): each request fails alone, its call is ended, and the
 * ledger has it once. {@code -Dtollgate.storm.requests} makes a longer storm.
 */
@HastyGateway
class InterruptStormTests {

    private static final int REQUESTS = Integer.getInteger("tollgate.storm.requests", 40);
    private static final int AT_ONCE = 3;

    private final Gateway gateway;
    private final HastyGateway.Threads threads;
    private final JdbcTemplate database;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> endings = new TreeMap<>();

    InterruptStormTests(Gateway gateway, HastyGateway.Threads threads, JdbcTemplate database) {
        this.gateway = gateway;
        this.threads = threads;
        this.database = database;
    }

    private record Row(String id, String outcome, String source) {}

    /** What is taken once nothing is under way: bytes of heap after a collection, threads of the system, open files. */
    private record Taken(long heap, int threads, long files) {

        static Taken now() {
            System.gc();
            return new Taken(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                            .getOpenFileDescriptorCount());
        }
    }

    @Test
    void requestsFailAloneAndAreWrittenDownOnce() throws Exception {
        storm("first", REQUESTS / 2);
        check("first", REQUESTS / 2);
        Taken before = Taken.now();
        storm("second", REQUESTS / 2);
        check("second", REQUESTS / 2);
        Taken after = Taken.now();
        System.out.println(REQUESTS + " requests ended " + endings + "; " + before + ", then " + after);

        assertThat(endings.get("COMPLETED")).isPositive();
        assertThat(endings.get("INTERRUPTED")).isPositive();
        assertThat(after.heap()).isLessThan(before.heap() * 11 / 10 + 10_000_000);
        assertThat(after.threads()).isLessThan(before.threads() + 10);
        assertThat(after.files()).isLessThan(before.files() + 30);
    }

    /** Without a connection nothing was asked, and nothing is owed. */
    @Test
    void whoIsInterruptedWhileItConnectsOwesNothing() throws InterruptedException {
        for (int i = 1; i <= 5; i++) {
            AtomicBoolean over = new AtomicBoolean();
            long pause = i * 5_000_000L;
            Thread storm = Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    LockSupport.parkNanos(pause);
                    threads.interrupt();
                }
            });
            ask("connecting-" + i, "busy", false);
            over.set(true);
            storm.join();

            assertThat(gateway.record("connecting-" + i).usage().source()).isEqualTo(Usage.Source.NONE);
        }
    }

    /** Slowly, so that there is a time to be interrupted in. */
    private static final Reply SLOWLY = wire -> {
        if (wire.request().text().contains("\"stream\":true")) {
            wire.beginEvents();
            for (int i = 0; i < 10; i++) {
                wire.event(Faults.word("w" + i + " "));
                pause(wire);
            }
            wire.event(Faults.last(10, 10));
            wire.event(Faults.DONE);
            wire.end();
        } else {
            pause(wire);
            FakeProvider.USUAL.to(wire);
        }
    };

    private static void pause(Wire wire) throws IOException {
        try {
            if (wire.request().closed().await(2, TimeUnit.MILLISECONDS)) {
                throw new IOException("The gateway is gone");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void storm(String prefix, int requests) throws InterruptedException {
        for (FakeProvider provider : List.of(PRIMARY, BACKUP)) {
            provider.reset();
            provider.then(Faults.times(requests, SLOWLY));
        }
        AtomicBoolean over = new AtomicBoolean();
        Thread storm = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                threads.interrupt();
                LockSupport.parkNanos(1L << ThreadLocalRandom.current().nextInt(16, 27)); // to hit them everywhere
            }
        });
        AtomicInteger next = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            clients.add(Thread.ofVirtual().start(() -> {
                for (int n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
                    ask(prefix + "-" + n, "turned", n % 2 == 0);
                }
            }));
        }
        for (Thread client : clients) {
            client.join();
        }
        over.set(true);
        storm.join();
    }

    private void ask(String id, String model, boolean stream) {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + id + ".\"}]}";
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.getOutputStream()
                    .write(("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "Authorization: Bearer " + GatewaySettings.KEY + "\r\nx-request-id: " + id
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
            answers.put(id, new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            answers.put(id, ""); // it failed alone
        }
    }

    /** Nothing is known against the provider, the journal and the database are open, and each request has its row. */
    private void check(String prefix, int requests) throws InterruptedException {
        BACKUP.then(FakeProvider.USUAL);
        Gateway.Reply after =
                gateway.post(CHAT, "{\"model\":\"turned\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        assertThat(after.status()).isEqualTo(200);
        assertThat(gateway.record(after)).returns(1, UsageRecord::attempts).returns("b", UsageRecord::modelServed);
        checkConnections(BACKUP, "good");
        checkConnections(PRIMARY, "alone");
        List<Row> rows = database.query(
                "select request_id, outcome, usage_source from usage_record where request_id like ?",
                (row, _) -> new Row(row.getString(1), row.getString(2), row.getString(3)),
                prefix + "-%");
        assertThat(rows).extracting(Row::id).doesNotHaveDuplicates().hasSize(requests);
        for (Row row : rows) {
            endings.merge(row.outcome(), 1, Integer::sum);
            check(row, answers.remove(row.id()));
        }
    }

    /** All connections that there may be to a provider can be had. */
    private void checkConnections(FakeProvider provider, String model) {
        CountDownLatch goOn = new CountDownLatch(1);
        provider.then(Faults.times(2, Faults.streamHeld(goOn)));
        String body =
                "{\"model\":\"" + model + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        List<HttpResponse<InputStream>> streams = List.of(gateway.open(CHAT, body), gateway.open(CHAT, body));
        goOn.countDown();
        for (HttpResponse<InputStream> stream : streams) {
            assertThat(stream.body()).asString(StandardCharsets.UTF_8).endsWith("data: [DONE]\n\n");
        }
    }

    private void check(Row row, String answer) throws InterruptedException {
        boolean whole = answer.contains("[DONE]") || answer.contains("\"Hello\"");
        assertThat(row.outcome()).as(row + ": " + answer).isIn("COMPLETED", "INTERRUPTED", "CLIENT_CANCELLED");
        assertThat(row.outcome().equals("COMPLETED") || !whole)
                .as(row + ": " + answer)
                .isTrue();
        if (row.source().equals("PROVIDER")) {
            return; // all had come before it was interrupted
        }
        assertThat(row.outcome()).as(row.toString()).isNotEqualTo("COMPLETED");
        for (FakeProvider provider : List.of(PRIMARY, BACKUP)) {
            for (Received call : provider.received()) {
                if (call.text().contains(row.id() + ".")) {
                    assertThat(call.isClosedSoon()).as(row.toString()).isTrue();
                    assertThat(row.source()).as(row.toString()).isEqualTo("ESTIMATED");
                }
            }
        }
    }
}

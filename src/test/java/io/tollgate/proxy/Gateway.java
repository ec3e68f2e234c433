package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.usage.Ledger;
import io.tollgate.usage.UsageFilter;
import io.tollgate.usage.UsageRecord;
import io.tollgate.usage.UsageSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway under test as its callers see it, and its ledger. */
final class Gateway {

    static final String CHAT = "/v1/chat/completions";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Environment environment;
    private final LiveExchanges live;
    private final Ledger ledger;
    private final UsageSearch search;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Gateway(Environment environment, LiveExchanges live, Ledger ledger, UsageSearch search) {
        this.environment = environment;
        this.live = live;
        this.ledger = ledger;
        this.search = search;
    }

    /** A whole answer. */
    record Reply(int status, HttpHeaders headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return MAPPER.readTree(body);
        }

        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        /** The code of the error it is. */
        String code() {
            return json().path("error").path("code").asString("");
        }

        /** Checks that it is an error as errors must be. */
        void isError(int expected, String code) {
            assertThat(text()).as("%d: %s", status, text()).startsWith("{\"error\":{\"message\":\"");
            assertThat(status).as(text()).isEqualTo(expected);
            assertThat(code()).as(text()).isEqualTo(code);
            assertThat(header("Content-Type")).isEqualTo("application/json");
            assertThat(header("x-request-id")).isNotBlank().isEqualTo(header("request-id"));
            assertThat(headers.firstValue("Location")).isEmpty();
            assertThat(text()).doesNotContain(GatewaySettings.UPSTREAM_KEY, "127.0.0.1", "localhost", "Exception");
        }

        /** What its events say, without what frames them. */
        List<String> events() {
            assertThat(header("Content-Type")).startsWith("text/event-stream");
            return text().lines()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring(6))
                    .toList();
        }
    }

    int port() {
        return environment.getRequiredProperty("local.server.port", Integer.class);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
    }

    /** Posts JSON with the usual key. */
    Reply post(String path, String json) {
        return post(path, "application/json", BodyPublishers.ofString(json));
    }

    Reply post(String path, String type, BodyPublisher body) {
        return send(authorized(path).header("Content-Type", type).POST(body));
    }

    Reply get(String path) {
        return send(authorized(path).GET());
    }

    HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer " + GatewaySettings.KEY);
    }

    Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Posts JSON and hands out the answer as it comes; closing it leaves. */
    HttpResponse<InputStream> open(String path, String json) {
        return open(authorized(path), json);
    }

    HttpResponse<InputStream> open(HttpRequest.Builder request, String json) {
        try {
            return client.send(
                    request.header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(json))
                            .build(),
                    BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes as they are, and gives what comes back until the gateway closes the connection. */
    String raw(String bytes) {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only usage record of a request, once it has ended. */
    UsageRecord record(Reply reply) {
        return record(reply.header("x-request-id"));
    }

    UsageRecord record(String requestId) {
        List<UsageRecord> records = records(requestId);
        assertThat(records).as("usage records of %s", requestId).hasSize(1);
        return records.getFirst();
    }

    /** The usage records of a request, once nothing is under way. */
    List<UsageRecord> records(String requestId) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> live.count() == 0);
        try {
            ledger.flush();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        UsageFilter filter = new UsageFilter(null, null, null, null, null, null, null, null, null, null, requestId);
        return search.newest(filter, 10).entries().stream()
                .map(entry -> entry.record())
                .toList();
    }

    static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }
}

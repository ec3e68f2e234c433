package io.tollgate.alert;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A group chat or a webhook on loopback: keeps what is posted, and answers as it is told to. */
public final class Receiver implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpServer server;
    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** What somebody posted. */
    public record Posted(URI uri, com.sun.net.httpserver.Headers headers, byte[] body) {

        public JsonNode json() {
            return MAPPER.readTree(body);
        }

        public String header(String name) {
            return headers.getFirst(name);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @param status 0 for silence */
    private record Reply(int status, String body) {}

    private Receiver(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
    }

    public static Receiver start() {
        try {
            return new Receiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address, with a token that nobody may show. */
    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Answers the next request so, and those after it with success again. */
    public void then(int status, String body) {
        replies.add(new Reply(status, body));
    }

    /** Takes the next request and says nothing. */
    public void stall() {
        replies.add(new Reply(0, ""));
    }

    public List<Posted> posted() {
        return posted;
    }

    /** What was posted to a path. */
    public List<Posted> at(String path) {
        return posted.stream().filter(each -> each.uri().getPath().equals(path)).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        posted.add(new Posted(exchange.getRequestURI(), exchange.getRequestHeaders(), body));
        Reply reply = replies.poll();
        if (reply == null) {
            reply = new Reply(200, "{\"code\":0,\"msg\":\"success\",\"errcode\":0,\"errmsg\":\"ok\"}");
        }
        if (reply.status() == 0) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(Math.max(reply.status(), 200), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}

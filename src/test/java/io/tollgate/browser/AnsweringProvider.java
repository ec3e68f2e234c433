package io.tollgate.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A provider on loopback that speaks OpenAI, knows one credential, and answers every chat alike: 1,200 tokens in, 34
 * out.
 */
final class AnsweringProvider implements AutoCloseable {

    static final String CREDENTIAL = "sk-upstream-0123456789-abcd";
    static final String ANSWER = "Good day to you.";

    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":1200,\"completion_tokens\":34,\"total_tokens\":1234}";
    private static final String WHOLE = """
            {"id":"c1","object":"chat.completion","created":1700000000,"model":"up","choices":[{"index":0,\
            "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],%s}""".formatted(ANSWER, USAGE);
    private static final String STREAM = """
            data: {"id":"c1","object":"chat.completion.chunk","model":"up","choices":[{"index":0,\
            "delta":{"role":"assistant","content":"%s"},"finish_reason":null}]}

            data: {"id":"c1","object":"chat.completion.chunk","model":"up","choices":[{"index":0,\
            "delta":{},"finish_reason":"stop"}]}

            data: {"id":"c1","object":"chat.completion.chunk","model":"up","choices":[],%s}

            data: [DONE]

            """.formatted(ANSWER, USAGE);
    private static final String UNKNOWN_KEY =
            "{\"error\":{\"message\":\"Incorrect API key\",\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}";

    private final HttpServer server;
    private volatile boolean refuses;
    private volatile CountDownLatch lists = new CountDownLatch(0);

    AnsweringProvider(List<String> models) throws IOException {
        String list = models.stream()
                .map("{\"id\":\"%s\",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"us\"}"::formatted)
                .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/models", exchange -> list(exchange, list));
        server.createContext("/v1/chat/completions", this::chat);
        server.start();
    }

    /** Whoever is known waits for a list until {@link #release()}. */
    void hold() {
        lists = new CountDownLatch(1);
    }

    void release() {
        lists.countDown();
    }

    private void list(HttpExchange exchange, String list) throws IOException {
        if (knows(exchange)) {
            try {
                lists.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        answer(exchange, "application/json", list);
    }

    /** From now on it knows no credential. */
    void refuse() {
        refuses = true;
    }

    private boolean knows(HttpExchange exchange) {
        return !refuses
                && ("Bearer " + CREDENTIAL).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private void chat(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (request.replace(" ", "").contains("\"stream\":true")) {
            answer(exchange, "text/event-stream", STREAM);
        } else {
            answer(exchange, "application/json", WHOLE);
        }
    }

    private void answer(HttpExchange exchange, String type, String text) throws IOException {
        boolean known = knows(exchange);
        byte[] body = (known ? text : UNKNOWN_KEY).getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", known ? type : "application/json");
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}

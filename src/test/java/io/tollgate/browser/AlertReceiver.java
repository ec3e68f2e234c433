package io.tollgate.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where messages are posted to, on loopback: keeps what it takes, and takes nothing while it is told so. */
final class AlertReceiver implements AutoCloseable {

    static final String TOKEN = "a-token-that-nobody-sees";

    private final HttpServer server;
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile boolean takes = true;

    AlertReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook/" + TOKEN, this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (takes) {
                taken.add(body);
            }
            exchange.sendResponseHeaders(takes ? 200 : 500, -1);
        }
    }

    void take(boolean anything) {
        takes = anything;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/" + TOKEN;
    }

    /** How many test messages with this title it took. */
    long tests(String title) {
        return taken.stream()
                .filter(body -> body.contains("\"alert.test\"") && body.contains(title))
                .count();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

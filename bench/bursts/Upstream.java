package bursts;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that speaks OpenAI on loopback and answers, or fails to, as it is told. */
final class Upstream implements AutoCloseable {

    /** How one request is answered. */
    interface Behaviour {
        void answer(Exchange exchange) throws IOException, InterruptedException;
    }

    /**
     * A request that came.
     *
     * @param atNanos when, by {@link System#nanoTime()}
     */
    record Request(long atNanos, String body) {
        boolean streamed() {
            return body.contains("\"stream\":true");
        }
    }

    private final ServerSocket server;
    private final AtomicInteger answering = new AtomicInteger();
    private final boolean remembers;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour;

    /** @param remembers whether requests are kept to be looked at */
    Upstream(boolean remembers, Behaviour behaviour) throws IOException {
        this.remembers = remembers;
        this.behaviour = behaviour;
        this.server = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    void behave(Behaviour other) {
        behaviour = other;
    }

    List<Request> requests() {
        return requests;
    }

    /** How many requests it has not answered to their end. */
    int answering() {
        return answering.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Request request = read(in);
            while (request != null) {
                if (remembers) {
                    requests.add(request);
                }
                answering.incrementAndGet();
                try {
                    behaviour.answer(new Exchange(request, socket, in));
                } finally {
                    answering.decrementAndGet();
                }
                request = read(in);
            }
        } catch (IOException e) {
            // the gateway has left, or was left
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(InputStream in) throws IOException {
        int length = 0;
        String line = line(in);
        if (line == null) {
            return null;
        }
        while (line != null && !line.isEmpty()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
            line = line(in);
        }
        return new Request(System.nanoTime(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /** A line without its end; null when there is none. */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        int b = in.read();
        while (b >= 0 && b != '\n') {
            line.write(b);
            b = in.read();
        }
        return b < 0 ? null : line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One request with the way back. */
    record Exchange(Request request, Socket socket, InputStream in) {

        private void raw(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void json(int status, String body, String... headers) throws IOException {
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            raw("HTTP/1.1 " + status + " S\r\nContent-Type: application/json\r\n" + more + "Content-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        }

        void beginEvents() throws IOException {
            raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        void event(String data) throws IOException {
            String event = "data: " + data + "\n\n";
            raw(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
        }

        void end() throws IOException {
            raw("0\r\n\r\n");
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Says nothing until the gateway leaves. */
        void silence() throws IOException {
            while (in.read() >= 0) {
                // what comes after a request belongs to nothing
            }
            socket.close();
        }
    }
}

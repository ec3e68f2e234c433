package io.tollgate.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * An upstream on loopback: keeps the bytes of every request as they came, and answers each with the next step of its
 * script, or with its usual reply when the script is over.
 */
final class FakeProvider implements AutoCloseable {

    static final Reply USUAL = Reply.json("""
            {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"served","choices":[{"index":0,\
            "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}}""");

    private static final List<Socket> TAKEN = new CopyOnWriteArrayList<>();

    private final ServerSocket server;
    private final AtomicInteger generation = new AtomicInteger();
    private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Reply usual = USUAL;
    private volatile boolean stopped;

    private FakeProvider(ServerSocketFactory sockets) throws IOException {
        server = sockets.createServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static FakeProvider start() {
        return start(ServerSocketFactory.getDefault());
    }

    /** With sockets of its own, for example for TLS. */
    static FakeProvider start(ServerSocketFactory sockets) {
        try {
            return new FakeProvider(sockets);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Refuses from now on, unless its script says otherwise, whoever shows another key. */
    FakeProvider expecting(String key) {
        Reply refused = Reply.status(401, "application/json", "{}");
        usual = wire -> (("Bearer " + key).equals(wire.request().header("Authorization")) ? USUAL : refused).to(wire);
        return this;
    }

    /** A port of loopback on which nobody listens: it is taken, so that nobody else gets it. */
    static int closedPort() {
        try {
            Socket taken = new Socket();
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            TAKEN.add(taken);
            return taken.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Forgets the script and what came, and closes what connections are open, so that the next request opens one. */
    void reset() {
        generation.incrementAndGet();
        forget();
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Forgets the script and what came; a request under way gets its answer. */
    void forget() {
        script.clear();
        received.clear();
    }

    /** Adds steps to the script, one for each request to come. */
    void then(Reply... replies) {
        script.addAll(List.of(replies));
    }

    /** What came, in its order. */
    List<Received> received() {
        return received;
    }

    /** The only request that came. */
    Received only() {
        if (received.size() != 1) {
            throw new AssertionError("Not one request came, but " + received);
        }
        return received.getFirst();
    }

    private void accept() {
        while (!stopped) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                int opened = generation.get();
                Thread.ofVirtual().start(() -> converse(socket, opened));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Answers what comes, until the next reset: a socket that is being closed may still give a request. */
    private void converse(Socket socket, int opened) {
        Received last = null;
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Received request = Received.read(in);
                if (request == null || opened != generation.get()) {
                    return;
                }
                received.add(request);
                last = request;
                Reply reply = script.poll();
                try (Wire wire = new Wire(socket, in, request)) {
                    (reply == null ? usual : reply).to(wire);
                    if (wire.over) {
                        last = null; // it knows itself who closed it
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // the gateway closed the connection, which the request was told
        } finally {
            sockets.remove(socket);
            if (last != null) {
                last.closed().countDown();
            }
        }
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One step of a script. */
    interface Reply {

        void to(Wire wire) throws IOException;

        static Reply json(String body) {
            return status(200, "application/json", body);
        }

        static Reply status(int status, String type, String body, String... headers) {
            return bytes(status, type, body.getBytes(StandardCharsets.UTF_8), headers);
        }

        static Reply bytes(int status, String type, byte[] body, String... headers) {
            return wire -> {
                StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
                for (String header : headers) {
                    head.append(header).append("\r\n");
                }
                if (type != null) {
                    head.append("Content-Type: ").append(type).append("\r\n");
                }
                wire.raw(head + "Content-Length: " + body.length + "\r\n\r\n");
                if (!wire.request().line().startsWith("HEAD ")) {
                    wire.raw(body);
                }
            };
        }

        /** A stream of events, each given as its data, at its proper end. */
        static Reply events(String... data) {
            return wire -> {
                wire.beginEvents();
                for (String one : data) {
                    wire.event(one);
                }
                wire.end();
            };
        }

        /** Breaks the connection without an answer. */
        static Reply reset() {
            return Wire::reset;
        }

        /** Never answers; ends when the gateway closes the connection. */
        static Reply silence() {
            return Wire::awaitClose;
        }
    }

    /** The way back to the gateway for one answer. */
    static final class Wire implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final Received request;
        private boolean over;

        private Wire(Socket socket, InputStream in, Received request) throws IOException {
            this.socket = socket;
            this.in = in;
            this.out = socket.getOutputStream();
            this.request = request;
        }

        Received request() {
            return request;
        }

        void raw(String text) throws IOException {
            raw(text.getBytes(StandardCharsets.UTF_8));
        }

        void raw(byte[] bytes) throws IOException {
            try {
                out.write(bytes);
                out.flush();
            } catch (IOException e) {
                request.closed().countDown();
                throw e;
            }
        }

        void beginEvents(String... headers) throws IOException {
            begin("text/event-stream", headers);
        }

        /** Sends the head of an answer in chunks. */
        void begin(String type, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            raw(head + "Transfer-Encoding: chunked\r\n\r\n");
        }

        void event(String data) throws IOException {
            chunk("data: " + data + "\n\n");
        }

        void chunk(String text) throws IOException {
            chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        void chunk(byte[] bytes) throws IOException {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunk.writeBytes(bytes);
            chunk.writeBytes(new byte[] {'\r', '\n'});
            raw(chunk.toByteArray());
        }

        void end() throws IOException {
            raw("0\r\n\r\n");
        }

        void reset() throws IOException {
            over = true;
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Closes the connection as if all were well. */
        void hangUp() throws IOException {
            over = true;
            socket.close();
        }

        /** Waits until the gateway closes the connection. */
        void awaitClose() {
            over = true;
            try {
                while (in.read() >= 0) {
                    // what comes after a request belongs to nothing
                }
            } catch (IOException e) {
                // a broken connection is closed as well
            }
            request.closed().countDown();
        }

        /** Waits for the test. */
        void await(CountDownLatch latch) {
            try {
                if (!latch.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("The test did not go on");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            // the connection stays open for the next request
        }
    }
}

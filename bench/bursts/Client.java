package bursts;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A client with one connection to the gateway at a time: a new one when the last answer ended it, or it has not been used
 * for so long that the gateway may be about to. Blocking, and as small as it can be, so that the tool costs little beside
 * what it measures.
 */
final class Client implements AutoCloseable {

    static final String PATH = "/v1/chat/completions";

    /** Half of what the gateway waits for the next request on a connection. */
    private static final long MOST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * A whole answer.
     *
     * @param complete whether it came to its end
     */
    record Reply(int status, Map<String, String> headers, String body, boolean complete, long nanos) {
        String header(String name) {
            return headers.get(name);
        }

        /** Whether it is a whole stream that says so. */
        boolean isDone() {
            return complete && body.endsWith("data: [DONE]\n\n");
        }
    }

    private final int port;
    private final String key;
    private final int timeoutMs;
    private Socket socket;
    private InputStream in;
    private boolean ended;
    private long lastUsed;

    Client(int port, String key, int timeoutMs) throws IOException {
        this.port = port;
        this.key = key;
        this.timeoutMs = timeoutMs;
        connect();
    }

    private void connect() throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(timeoutMs);
        in = new BufferedInputStream(socket.getInputStream());
        ended = false;
        lastUsed = System.nanoTime();
    }

    static String chat(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + (stream ? ",\"stream_options\":{\"include_usage\":true}" : "")
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Say something, please\"}]}";
    }

    private String request(String body, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "POST " + PATH + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\n" + more + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** Sends the first part of a request, or all of it. */
    void send(String body, double part, String... headers) throws IOException {
        byte[] bytes = request(body, headers).getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(bytes, 0, (int) (bytes.length * part));
        socket.getOutputStream().flush();
    }

    Reply post(String body, String... headers) throws IOException {
        long began = System.nanoTime();
        if (ended || began - lastUsed > MOST_IDLE_NANOS) {
            socket.close();
            connect();
        }
        send(body, 1, headers);
        return read(began);
    }

    private Reply read(long began) throws IOException {
        String line = Upstream.line(in);
        if (line == null) {
            throw new IOException("The gateway closed the connection");
        }
        int status = Integer.parseInt(line.split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        for (line = Upstream.line(in); line != null && !line.isEmpty(); line = Upstream.line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete = body(headers, body);
        ended = !complete || "close".equalsIgnoreCase(headers.get("connection"));
        lastUsed = System.nanoTime();
        return new Reply(status, headers, body.toString(StandardCharsets.UTF_8), complete, lastUsed - began);
    }

    private boolean body(Map<String, String> headers, ByteArrayOutputStream body) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            body.write(in.readNBytes(Integer.parseInt(length)));
            return body.size() == Integer.parseInt(length);
        }
        try {
            while (true) {
                String size = Upstream.line(in);
                if (size == null) {
                    return false;
                }
                int bytes = Integer.parseInt(size, 16);
                body.write(in.readNBytes(bytes));
                Upstream.line(in);
                if (bytes == 0) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads so many lines of whatever comes. */
    void skipLines(int count) throws IOException {
        for (int i = 0; i < count && Upstream.line(in) != null; i++) {
            // nobody looks at them
        }
    }

    /** Leaves without a word, or in good order. */
    void leave(boolean rudely) throws IOException {
        if (rudely) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

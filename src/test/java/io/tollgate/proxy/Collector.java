package io.tollgate.proxy;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of traces on loopback, which reads what is exported to it in OTLP's binary form. */
final class Collector {

    static final int SERVER = 2;
    static final int CLIENT = 3;
    static final int ERROR = 2;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    private Collector(HttpServer server) {
        this.server = server;
    }

    static Collector start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            Collector collector = new Collector(server);
            server.createContext("/v1/traces", collector::take);
            server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** A span as it was exported. */
    record Span(
            String traceId,
            String id,
            String parentId,
            String name,
            int kind,
            int status,
            long nanos,
            Map<String, Object> attributes) {}

    /** The spans of a trace, once so many of them have come; in the order of their ends. */
    List<Span> trace(String traceId, int count) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> of(traceId), found -> found.size() >= count);
    }

    private List<Span> of(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    /** The spans with an attribute of that value, once there is one. */
    List<Span> with(String attribute, Object value) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> spans.stream()
                                .filter(span -> value.equals(span.attributes().get(attribute)))
                                .toList(),
                        found -> !found.isEmpty());
    }

    /** What came in the header for the collector's key. */
    List<String> keys() {
        return keys;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-collector-key")));
            Message export = new Message(exchange.getRequestBody().readAllBytes());
            for (Message resource : export.messages(1)) {
                for (Message scope : resource.messages(2)) {
                    scope.messages(2).forEach(span -> spans.add(span(span)));
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Span span(Message span) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Message pair : span.messages(9)) {
            attributes.put(pair.text(1), value(pair.messages(2).getFirst()));
        }
        int status = span.messages(15).stream()
                .map(each -> (int) each.number(3))
                .findFirst()
                .orElse(0);
        return new Span(
                span.hex(1),
                span.hex(2),
                span.hex(4),
                span.text(5),
                (int) span.number(6),
                status,
                span.number(8) - span.number(7),
                attributes);
    }

    private static Object value(Message value) {
        for (Field field : value.fields()) {
            return switch (field.number()) {
                case 1 -> new String(field.bytes(), StandardCharsets.UTF_8);
                case 2 -> field.value() != 0;
                case 3 -> field.value();
                case 4 -> Double.longBitsToDouble(field.value());
                default -> throw new IllegalStateException("An attribute is of the kind " + field.number());
            };
        }
        return "";
    }

    /** One field of a message: a number, or bytes. */
    private record Field(int number, long value, byte[] bytes) {}

    /** A message in the binary form, read field by field. */
    private record Message(List<Field> fields) {

        Message(byte[] bytes) {
            this(parse(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)));
        }

        private static List<Field> parse(ByteBuffer in) {
            List<Field> fields = new ArrayList<>();
            while (in.hasRemaining()) {
                int tag = (int) varint(in);
                int number = tag >>> 3;
                switch (tag & 7) {
                    case 0 -> fields.add(new Field(number, varint(in), new byte[0]));
                    case 1 -> fields.add(new Field(number, in.getLong(), new byte[0]));
                    case 2 -> {
                        byte[] bytes = new byte[(int) varint(in)];
                        in.get(bytes);
                        fields.add(new Field(number, 0, bytes));
                    }
                    case 5 -> fields.add(new Field(number, in.getInt(), new byte[0]));
                    default -> throw new IllegalStateException("A field is of the type " + (tag & 7));
                }
            }
            return fields;
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = in.get();
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        private List<Field> all(int number) {
            return fields.stream().filter(field -> field.number() == number).toList();
        }

        List<Message> messages(int number) {
            return all(number).stream().map(field -> new Message(field.bytes())).toList();
        }

        long number(int number) {
            return all(number).stream().mapToLong(Field::value).findFirst().orElse(0);
        }

        private byte[] bytes(int number) {
            return all(number).stream().map(Field::bytes).findFirst().orElse(new byte[0]);
        }

        String text(int number) {
            return new String(bytes(number), StandardCharsets.UTF_8);
        }

        String hex(int number) {
            return HexFormat.of().formatHex(bytes(number));
        }
    }
}

package io.tollgate.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A request as it came to a {@link FakeProvider}.
 *
 * @param head the request line and the header lines, each ended by CRLF
 * @param body without the framing of its chunks
 * @param closed opens when the gateway closes the connection while it is answered, or before it asks for more
 */
record Received(String head, byte[] body, CountDownLatch closed) {

    static Received read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.write(b);
            matched = b == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : b == '\r' ? 1 : 0;
        }
        Received bare = new Received(head.toString(StandardCharsets.ISO_8859_1), new byte[0], new CountDownLatch(1));
        String length = bare.header("Content-Length");
        byte[] body = length == null ? new byte[0] : in.readNBytes(Integer.parseInt(length));
        return new Received(bare.head(), body, bare.closed());
    }

    String line() {
        return head.substring(0, head.indexOf("\r\n"));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The values of a header; none, or several. */
    List<String> headers(String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** The names of its headers, in lower case. */
    List<String> headerNames() {
        return head.lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .toList();
    }

    String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    /** Whether the gateway closed the connection, soon. */
    boolean isClosedSoon() throws InterruptedException {
        return closed.await(10, TimeUnit.SECONDS);
    }
}

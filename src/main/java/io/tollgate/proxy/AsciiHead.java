package io.tollgate.proxy;

import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * The head of an answer as bytes. Tomcat makes an encoder for every name and every value; text that is printable ASCII,
 * as nearly all is, needs none. Anything else is left to Tomcat, which takes out what a head may not hold.
 */
final class AsciiHead {

    private AsciiHead() {}

    static void encode(MimeHeaders headers) {
        int size = headers.size();
        for (int i = 0; i < size; i++) {
            encode(headers.getName(i));
            encode(headers.getValue(i));
        }
    }

    private static void encode(MessageBytes text) {
        if (text.getType() == MessageBytes.T_STR) {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (isPrintable(bytes)) {
                text.setBytes(bytes, 0, bytes.length);
            }
        }
    }

    private static boolean isPrintable(byte[] bytes) {
        for (byte each : bytes) {
            if (each < ' ' || each > '~') {
                return false;
            }
        }
        return true;
    }
}

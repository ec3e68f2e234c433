package io.tollgate.proxy;

import io.tollgate.routing.Candidate;
import io.tollgate.usage.UsageMeter;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;

/**
 * Tells callers who answered them, after how many calls, and what the gateway itself took. Providers and models go by
 * the names they have here; credentials and addresses are nobody's business.
 */
final class RoutingHeaders {

    private static final String HEX = "0123456789ABCDEF";

    private final boolean on;

    RoutingHeaders(boolean on) {
        this.on = on;
    }

    /** Says under which id the request is found. */
    void begin(Call call) {
        if (on) {
            call.response().setHeader("x-tollgate-request-id", call.requestId());
        }
    }

    /** Says who was called last, and how it has gone so far. */
    void put(HttpServletResponse response, UsageMeter meter) {
        if (on) {
            Candidate called = meter.called();
            if (called != null) {
                response.setHeader("x-tollgate-provider", plain(called.target().providerName()));
                response.setHeader("x-tollgate-model", plain(called.providerModel()));
            }
            response.setHeader("x-tollgate-attempts", Integer.toString(meter.attempts()));
            putOverhead(response, meter);
        }
    }

    /** Says what the gateway has taken until now, in place of what it said before. */
    void putOverhead(HttpServletResponse response, UsageMeter meter) {
        if (on) {
            response.setHeader("x-tollgate-overhead-ms", millis(Math.max(0, meter.overheadMicros())));
        }
    }

    /** Microseconds as milliseconds: {@code 0.042}. */
    private static String millis(long micros) {
        String rest = Long.toString(1_000 + micros % 1_000);
        return micros / 1_000 + "." + rest.substring(1);
    }

    /** Names are free text: what a header cannot hold is written as it would be in an address. */
    static String plain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isSpecial(name.charAt(i))) {
                return encoded(name);
            }
        }
        return name;
    }

    private static boolean isSpecial(char c) {
        return c < ' ' || c > '~' || c == '%';
    }

    private static String encoded(String name) {
        StringBuilder out = new StringBuilder(name.length() * 3);
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            if (isSpecial(c)) {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}

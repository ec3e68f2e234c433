package io.tollgate.proxy;

import io.tollgate.access.StreamMode;
import io.tollgate.chat.GatewayError;
import io.tollgate.dialect.DialectException;
import io.tollgate.provider.Cancellation;
import io.tollgate.usage.UsageMeter;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * How a candidate is to answer.
 *
 * @param mode whether a stream counts as an answer when it begins, or when it has come to its end
 * @param cancellation ends the call when nobody waits for it any more
 * @param heard is told how many tokens had come of a stream that broke off before it counted, by an estimate
 * @param headers more of them, for the call that is about to be made
 */
record Manner(StreamMode mode, Cancellation cancellation, LongConsumer heard, Supplier<Map<String, String>> headers) {

    private static final String HEADER = "x-tollgate-stream-mode";

    static Manner of(StreamMode mode, UsageMeter meter) {
        return new Manner(mode, new Cancellation(), meter::heard, meter::traceHeaders);
    }

    /**
     * What a request says itself, or else its team.
     *
     * @throws DialectException when there is no such mode
     */
    static StreamMode mode(Call call) throws DialectException {
        String wanted = call.request().getHeader(HEADER);
        if (wanted == null || wanted.isBlank()) {
            return call.caller().streamMode();
        }
        return StreamMode.find(wanted.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new DialectException(GatewayError.invalid(
                        400,
                        "invalid_header",
                        "The header '" + HEADER + "' is not known; known are: " + StreamMode.known() + ".")));
    }

    boolean isSafe() {
        return mode == StreamMode.SAFE;
    }
}
